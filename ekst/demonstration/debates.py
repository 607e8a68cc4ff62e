"""What is argued in the demonstration: the facts of the primary debates, and evening debates."""

from dataclasses import dataclass, field

from ekst.demonstration.calendar import THU
from ekst.demonstration.plans import Plan

type Team = tuple[str, str]
"""A school's key, or "" for a mixed team, and the team's letter."""


@dataclass(frozen=True)
class Ending:
    """How a debate ended; `votes` are an audience's, for and against before and after."""

    result: str
    margin: str = ""
    votes: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class DebatePlan(Plan):
    """An activity that is a debate.

    `leading` are older pupils by school's key: their year and how many. Adults go by name where
    they have an account; "Head of English@barham" is a role at a partner.
    """

    motion: str
    format: str = "primary"
    stage: str = "round"
    proposition: tuple[Team, ...] = ()
    opposition: tuple[Team, ...] = ()
    leading: dict[str, tuple[int, int]] = field(default_factory=dict)
    adjudicators: tuple[str, ...] = ()
    coaches: tuple[str, ...] = ()
    ending: Ending | None = None


PROGRAMME = "Primary debating"
STAGES = {6: "round", 7: "semi_final", 8: "final"}
ENDINGS = {
    1: Ending("not_judged"),
    2: Ending("proposition", "audience", (9, 12, 14, 7)),
    3: Ending("draw"),
}


def primary(week: int, motion: str, plan: Plan) -> DebatePlan:
    """One of the eight Tuesdays as a debate: mixed teams of four, a coach from Year 12 with
    each."""
    facts = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
    # The page has the motion in a place of its own.
    facts["description"] = plan.description.removeprefix(f"The motion: “{motion}”.").strip()
    judged = ("Head of English@barham", "Priya Nair", "Imran Sheikh") if week >= 7 else ()
    return DebatePlan(
        **facts,
        motion=motion,
        stage=STAGES.get(week, "training"),
        format="show" if week == 8 else "primary",
        proposition=(("", "A"), ("", "B"), ("", "C")),
        opposition=(("", "D"), ("", "E"), ("", "F")),
        leading={"wantsum": (12, 6)},
        adjudicators=judged,
        coaches=("Bridget Doyle", "Joe Finnis", "Clemency Hart"),
        ending=ENDINGS.get(week),
    )


EVENINGS: tuple[DebatePlan, ...] = (
    DebatePlan(
        on=(THU, -3), times="6pm–8pm", title="Evening debate in the little theatre",
        by="Callum Reid", category="academic", heading="academic", years=(10, 13),
        aims=("aspirations", "horizons"),
        summary="Four schools, two speakers a side, and an audience that may change its mind.",
        description="Every speech is five minutes; in the second to fourth anybody may stand up "
        "and ask. The audience votes at the door, on the way in and on the way out.\n\nSoup "
        "afterwards, and whoever lost says what convinced them.",
        place="The small theatre", capacity=80, book_by=2,
        who_for="speakers and listeners", bring="An opinion that you could do without.",
        travel="Minibuses home at 8.15pm.",
        access="Level from the car park; a hearing loop; places for wheelchairs in row A.",
        pupils={"elmstone": 14, "wantsum": 12, "oyster": 9, "sexburga": 7},
        led={"elmstone": 1, "sexburga": 1},
        motion="This House would give sixteen-year-olds the vote",
        format="mace",
        proposition=(("elmstone", ""),), opposition=(("wantsum", ""),),
        adjudicators=("Frances Quill", "Head of science@oyster"),
        coaches=("Hugo Lanfear", "Bridget Doyle"),
        ending=Ending("opposition", "audience", (23, 15, 19, 21)),
    ),
    DebatePlan(
        on=(THU, 5), times="5.30pm–7.30pm", title="Evening debate by the sea",
        by="Farah Siddiqui", category="academic", heading="academic", years=(9, 11),
        aims=("horizons",),
        summary="Four teams, seven minutes each, and a motion that the tide has an interest in.",
        description="British Parliamentary: two teams for the motion, two against, and nobody "
        "knows until a fortnight before which they will be.\n\nDebaters from Year 13 take "
        "first-time speakers through the form at half past four.",
        place="The library, on the first floor (there is a lift)", capacity=60, book_by=3,
        who_for="two speakers from each school, and as many listeners as like to come",
        travel="Your school’s minibus, or the 7.52pm bus into town.",
        access="A lift, a hearing loop, and a quiet room next door.",
        pupils={"oyster": 12, "dour": 6, "wantsum": 8, "elmstone": 6},
        motion="This House believes that the sea should have rights",
        format="parliamentary",
        proposition=(("oyster", ""), ("dour", "")), opposition=(("wantsum", ""), ("elmstone", "")),
        leading={"elmstone": (13, 2)},
        adjudicators=("Frances Quill", "Imran Sheikh"),
        coaches=("Bridget Doyle", "Lorna Kemsley"),
    ),
)  # fmt: skip
