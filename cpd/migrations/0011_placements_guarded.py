from django.db import migrations

# What a placement has to keep to whoever writes it (domain page, section 4): the two schools,
# phase, subject, key stages, both windows, exclusions; capacity and the mentor's two in each
# week. Locks are taken on the offer and the mentor before anything is counted, so that two at
# once cannot both find room. NO KEY UPDATE, because foreign keys hold KEY SHARE already.
CREATE = """
CREATE FUNCTION cpd_placement_misfit(p cpd_placement) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    n cpd_placementneed; o cpd_placementoffer; home bigint;
BEGIN
    SELECT * INTO n FROM cpd_placementneed WHERE id = p.need_id FOR NO KEY UPDATE;
    SELECT * INTO o FROM cpd_placementoffer WHERE id = p.offer_id FOR NO KEY UPDATE;
    SELECT school_id INTO home FROM cpd_trainee WHERE id = n.trainee_id;
    RETURN CASE
        WHEN p.home_id <> home OR p.host_id <> o.school_id THEN 'placement_schools_are_theirs'
        WHEN n.phase <> o.phase OR n.subject <> o.subject THEN 'placement_phase_and_subject'
        WHEN n.key_stages <> '{}' AND o.key_stages <> '{}' AND NOT n.key_stages && o.key_stages
            THEN 'placement_key_stages'
        WHEN p.weeks <> n.weeks THEN 'placement_as_long_as_needed'
        WHEN p.start_week < greatest(n.first_week, o.first_week)
            OR p.start_week + p.weeks - 1 > least(n.last_week, o.last_week)
            THEN 'placement_within_both_windows'
        WHEN EXISTS (SELECT FROM cpd_placementneed_excluded
                     WHERE placementneed_id = n.id AND school_id = p.host_id)
            THEN 'placement_not_at_excluded_schools'
    END;
END $$;

CREATE FUNCTION cpd_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'This breaks the rule "%".', rule
        USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION cpd_guard_placement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    misfit text;
    yes record;
BEGIN
    IF NEW.status NOT IN ('proposed', 'accepted', 'active', 'completed') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' OR OLD.status NOT IN ('proposed', 'accepted', 'active', 'completed')
        OR (NEW.need_id, NEW.offer_id, NEW.home_id, NEW.host_id, NEW.start_week, NEW.weeks)
        IS DISTINCT FROM
        (OLD.need_id, OLD.offer_id, OLD.home_id, OLD.host_id, OLD.start_week, OLD.weeks)
    THEN
        misfit := cpd_placement_misfit(NEW);
        IF misfit IS NOT NULL THEN PERFORM cpd_refuse(misfit); END IF;
    END IF;
    IF NEW.mentor_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM cpd_mentor WHERE id = NEW.mentor_id AND school_id = NEW.host_id
    ) THEN
        PERFORM cpd_refuse('placement_mentor_is_of_the_host');
    END IF;
    IF NEW.status IN ('active', 'completed')
        AND (TG_OP = 'INSERT' OR OLD.status NOT IN ('active', 'completed'))
    THEN
        SELECT c.confirmed, c."on" INTO yes FROM cpd_providerconfirmation c
        JOIN cpd_placementneed n ON n.trainee_id = c.trainee_id
        WHERE n.id = NEW.need_id ORDER BY c.id DESC LIMIT 1;
        IF yes IS NULL OR NOT yes.confirmed OR yes."on" > NEW.started_on THEN
            PERFORM cpd_refuse('placement_starts_with_a_confirmation');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER cpd_guard_placement BEFORE INSERT OR UPDATE ON cpd_placement
FOR EACH ROW EXECUTE FUNCTION cpd_guard_placement();

CREATE FUNCTION cpd_guard_wish() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    p cpd_placement;
    misfit text;
BEGIN
    FOR p IN SELECT * FROM cpd_placement WHERE status IN ('proposed', 'accepted', 'active')
        AND CASE WHEN TG_TABLE_NAME = 'cpd_placementneed' THEN need_id ELSE offer_id END = NEW.id
    LOOP
        misfit := cpd_placement_misfit(p);
        IF misfit IS NOT NULL THEN PERFORM cpd_refuse(misfit); END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER cpd_guard_need AFTER UPDATE ON cpd_placementneed
FOR EACH ROW EXECUTE FUNCTION cpd_guard_wish();
CREATE TRIGGER cpd_guard_offer AFTER UPDATE ON cpd_placementoffer
FOR EACH ROW EXECUTE FUNCTION cpd_guard_wish();

CREATE FUNCTION cpd_guard_exclusion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cpd_placementneed WHERE id = NEW.placementneed_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM cpd_placement WHERE need_id = NEW.placementneed_id
               AND host_id = NEW.school_id AND status IN ('proposed', 'accepted', 'active'))
    THEN
        PERFORM cpd_refuse('placement_not_at_excluded_schools');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER cpd_guard_exclusion AFTER INSERT OR UPDATE ON cpd_placementneed_excluded
FOR EACH ROW EXECUTE FUNCTION cpd_guard_exclusion();

CREATE FUNCTION cpd_fill_week() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    p cpd_placement;
BEGIN
    SELECT * INTO p FROM cpd_placement WHERE id = NEW.placement_id;
    IF NEW.week < p.start_week OR NEW.week >= p.start_week + p.weeks THEN
        PERFORM cpd_refuse('placementweek_is_one_of_the_placement');
    END IF;
    NEW.offer_id := p.offer_id;
    NEW.trainee_id := (SELECT trainee_id FROM cpd_placementneed WHERE id = p.need_id);
    IF TG_OP = 'INSERT' THEN NEW.mentor_id := p.mentor_id; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER cpd_fill_week BEFORE INSERT OR UPDATE ON cpd_placementweek
FOR EACH ROW EXECUTE FUNCTION cpd_fill_week();

CREATE FUNCTION cpd_follow_mentor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cpd_placementweek SET mentor_id = NEW.mentor_id
    WHERE placement_id = NEW.id AND state IN ('planned', 'struck');
    RETURN NULL;
END $$;

CREATE TRIGGER cpd_follow_mentor AFTER UPDATE OF mentor_id ON cpd_placement
FOR EACH ROW WHEN (OLD.mentor_id IS DISTINCT FROM NEW.mentor_id)
EXECUTE FUNCTION cpd_follow_mentor();

CREATE FUNCTION cpd_hold_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cpd_placementoffer WHERE id IN (SELECT offer_id FROM come)
    ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM cpd_mentor WHERE id IN (SELECT mentor_id FROM come)
    ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM cpd_placementweek w JOIN cpd_placementoffer o ON o.id = w.offer_id
        WHERE (w.offer_id, w.week) IN (SELECT offer_id, week FROM come)
        AND w.state <> 'cancelled'
        GROUP BY o.id, w.week HAVING count(*) > o.capacity
    ) THEN
        PERFORM cpd_refuse('placementweek_within_capacity');
    END IF;
    IF EXISTS (
        SELECT FROM cpd_placementweek w
        WHERE (w.mentor_id, w.week) IN (SELECT mentor_id, week FROM come)
        AND w.state <> 'cancelled'
        GROUP BY w.mentor_id, w.week HAVING count(*) > 2
    ) THEN
        PERFORM cpd_refuse('placementweek_two_to_a_mentor');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER cpd_hold_capacity_insert AFTER INSERT ON cpd_placementweek
REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cpd_hold_capacity();
CREATE TRIGGER cpd_hold_capacity_update AFTER UPDATE ON cpd_placementweek
REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cpd_hold_capacity();

CREATE FUNCTION cpd_hold_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cpd_placementweek WHERE offer_id = NEW.id AND state <> 'cancelled'
        GROUP BY week HAVING count(*) > NEW.capacity
    ) THEN
        PERFORM cpd_refuse('placementweek_within_capacity');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER cpd_hold_offer AFTER UPDATE OF capacity ON cpd_placementoffer
FOR EACH ROW WHEN (NEW.capacity < OLD.capacity) EXECUTE FUNCTION cpd_hold_offer();

CREATE FUNCTION cpd_hold_trainee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cpd_placement p JOIN cpd_placementneed n ON n.id = p.need_id
               WHERE n.trainee_id = NEW.id AND p.status IN ('proposed', 'accepted', 'active'))
    THEN
        PERFORM cpd_refuse('placement_schools_are_theirs');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER cpd_hold_trainee AFTER UPDATE OF school_id ON cpd_trainee
FOR EACH ROW WHEN (NEW.school_id <> OLD.school_id) EXECUTE FUNCTION cpd_hold_trainee();
"""

DROP = """
DROP TRIGGER cpd_hold_trainee ON cpd_trainee;
DROP TRIGGER cpd_hold_offer ON cpd_placementoffer;
DROP TRIGGER cpd_hold_capacity_update ON cpd_placementweek;
DROP TRIGGER cpd_hold_capacity_insert ON cpd_placementweek;
DROP TRIGGER cpd_follow_mentor ON cpd_placement;
DROP TRIGGER cpd_fill_week ON cpd_placementweek;
DROP TRIGGER cpd_guard_exclusion ON cpd_placementneed_excluded;
DROP TRIGGER cpd_guard_offer ON cpd_placementoffer;
DROP TRIGGER cpd_guard_need ON cpd_placementneed;
DROP TRIGGER cpd_guard_placement ON cpd_placement;
DROP FUNCTION cpd_hold_trainee();
DROP FUNCTION cpd_hold_offer();
DROP FUNCTION cpd_hold_capacity();
DROP FUNCTION cpd_follow_mentor();
DROP FUNCTION cpd_fill_week();
DROP FUNCTION cpd_guard_exclusion();
DROP FUNCTION cpd_guard_wish();
DROP FUNCTION cpd_guard_placement();
DROP FUNCTION cpd_refuse(text);
DROP FUNCTION cpd_placement_misfit(cpd_placement);
"""


class Migration(migrations.Migration):
    """What the database holds placements to, whoever writes them."""

    dependencies = [("cpd", "0010_placements")]

    operations = [migrations.RunSQL(sql=CREATE, reverse_sql=DROP)]
