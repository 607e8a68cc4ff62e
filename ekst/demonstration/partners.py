"""The ten partners and their staff: all fictional, adults only."""

from collections.abc import Callable
from dataclasses import dataclass

from ekst.demonstration.calendar import (
    Span,
    Timetable,
    independent_terms,
    inset_days,
    kent_terms,
    late_november,
    university_terms,
)

TERMS: dict[str, Callable[[int], list[Span]]] = {
    "kent": kent_terms,
    "independent": independent_terms,
    "university": university_terms,
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of staff; the part before the @ is made from the name unless it is given."""

    name: str
    job: str
    roles: tuple[str, ...] = ()
    email: str = ""
    waits: bool = False

    def address(self, domain: str) -> str:
        return self.email or f"{'.'.join(self.name.lower().split())}@{domain}"


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A school, its domains of work email (the first one is its own) and its staff."""

    key: str
    name: str
    short: str
    kind: str
    town: str
    years: tuple[int, int] | None = None
    roll: int | None = None
    urn: str | None = None
    trust: str = ""
    terms: str = ""
    setting: str = ""
    faith: str = ""
    selective: bool = False
    years_ago: int = 7  # when it joined, in academic years
    at: tuple[float, float]  # latitude and longitude, near its town
    brings: str
    domains: tuple[str, ...]
    staff: tuple[Person, ...]

    def timetable(self, year: int) -> Timetable:
        """Its terms and INSET days in an academic year and in the ones before and after."""
        years = (year - 1, year, year + 1)
        terms = [term for each in years for term in TERMS[self.terms](each)] if self.terms else []
        closed = []
        if self.terms == "kent":
            closed = [day for each in years for day in inset_days(each)]
        if self.key == "elham":
            closed += [late_november(each) for each in years]
        return Timetable(terms, closed)


def person(name: str, job: str, *roles: str, email: str = "", waits: bool = False) -> Person:
    return Person(name=name, job=job, roles=roles, email=email, waits=waits)


PARTNERS = (
    Partner(
        key="barham", at=(51.205, 1.160),
        name="Barham Downs Preparatory", short="Barham Downs", kind="independent",
        town="Barham", years=(0, 8), roll=230, urn="990107", terms="independent", setting="rural",
        domains=("barhamdowns.example",),
        brings="Forty acres of wood and down, a Latin teacher who sings the verbs, and a "
        "kitchen big enough for thirty bakers.",
        staff=(
            person("Martin Sealey", "Head of English", "coordinator"),
            person("Clemency Hart", "Latin and classics"),
            person("Rob Tapsell", "Outdoor learning"),
            person("Isobel Fenn", "Learning support"),
        ),
    ),
    Partner(
        key="dour", at=(51.135, 1.305),
        name="Dour Valley School", short="Dour Valley", kind="state", town="Dover",
        years=(7, 11), roll=760, urn="990102", trust="Two Harbours Trust", terms="kent",
        setting="coastal",
        domains=("dourvalley.example",),
        brings="A floodlit pitch, a boat shed on the harbour, and a whole department that "
        "believes in teaching by song.",
        staff=(
            person("Joanna Pike", "Assistant head, teaching", "coordinator"),
            person("Dev Chatterjee", "Head of music"),
            person("Lorna Kemsley", "Careers lead"),
            person("Steve Oakley", "Physical education"),
            person("Miriam Gold", "SENCo"),
        ),
    ),
    Partner(
        key="elham", at=(51.153, 1.111),
        name="Elham Vale School", short="Elham Vale", kind="state", town="Elham",
        years=(0, 13), roll=140, urn="990108", terms="kent", setting="rural",
        domains=("elhamvale.example",),
        brings="A hydrotherapy pool, a hall made for wheels, and more knowledge of how people "
        "learn than any other partner.",
        staff=(
            person("Owen Price", "Deputy head", "coordinator"),
            person("Nell Sturgess", "Physiotherapy and sport"),
            person("Habiba Yusuf", "Communication lead"),
            person("Colin Marsh", "Horticulture"),
        ),
    ),
    Partner(
        key="elmstone", at=(51.281, 1.205),
        name="Elmstone Hall School", short="Elmstone Hall", kind="independent",
        town="near Canterbury", years=(7, 13), roll=520, urn="990103", terms="independent",
        setting="rural", selective=True,
        domains=("elmstone.example",),
        brings="A small theatre, an all-weather pitch, a mathematics library, and Year 13s who "
        "like to be asked hard questions.",
        staff=(
            person("Alistair Boyd", "Deputy head", "coordinator",
                   email="coordinator@elmstone.example"),
            person("Callum Reid", "Head of history"),
            person("Sunita Rao", "Head of mathematics"),
            person("Hugo Lanfear", "Director of drama"),
            person("Tess Whitlock", "Hockey and swimming"),
            person("Priya Nair", "English", email="staff@elmstone.example"),
        ),
    ),
    Partner(
        key="lantern", at=(51.359, 1.440),
        name="Lantern Bay Trust", short="Lantern Bay", kind="associate",
        town="Broadstairs", years_ago=2,
        domains=("lanternbay.example", "ekst.example"),
        brings="A field centre under the lighthouse with beds for thirty, and a hall that is "
        "empty in exam season.",
        staff=(
            person("Grace Holloway", "Programme manager", "coordinator"),
            person("Peter Ovenden", "Field centre warden"),
            person("Jane Alleyne", "Chair of the partnership", "chair", email="chair@ekst.example"),
            person("Winston Clarke", "Treasurer of the partnership", "treasurer",
                   email="treasurer@ekst.example"),
            person("Mei Tanaka", "Administrator of the portal", "administrator",
                   email="admin@ekst.example"),
        ),
    ),
    Partner(
        key="oyster", at=(51.372, 1.128),
        name="Oyster Coast High School", short="Oyster Coast", kind="state",
        town="on the north coast", years=(7, 13), roll=1340, urn="990104",
        trust="Two Harbours Trust", terms="kent", setting="coastal",
        domains=("oyster.example",),
        brings="Two science laboratories with sea water on tap, thirty sixth-form umpires and "
        "coaches, and the loudest brass band on the coast.",
        staff=(
            person("Tom Adeyemi", "Assistant head", "coordinator"),
            person("Farah Siddiqui", "English", "editor", email="editor@oyster.example"),
            person("Gareth Bevan", "Head of science"),
            person("Ellie Court", "Head of physical education"),
            person("Andrzej Nowak", "Computing"),
            person("Yvonne Baker", "Mathematics"),
        ),
    ),
    Partner(
        key="sexburga", at=(51.285, 1.085),
        name="St Sexburga’s Catholic School", short="St Sexburga’s", kind="state",
        town="Canterbury", years=(7, 13), roll=905, urn="990105", terms="kent", setting="city",
        faith="Catholic",
        domains=("stsexburga.example",),
        brings="A hall with a six-second echo, a print room with three presses, and a choir that "
        "anybody may join.",
        staff=(
            person("Frances Quill", "Head of languages", "coordinator"),
            person("Dominic Byrne", "Director of music"),
            person("Adaeze Obi", "Art and design"),
            person("Kate Lister", "Mathematics"),
            person("Paul Sweeney", "Chaplain and volunteering lead"),
        ),
    ),
    Partner(
        key="tankerton", at=(51.363, 1.042),
        name="Tankerton Bay Primary", short="Tankerton Bay", kind="state",
        town="Whitstable", years=(0, 6), roll=410, urn="990106", terms="kent", setting="coastal",
        domains=("tankertonbay.example",),
        brings="A climbing wall, a hall two minutes from the beach, and audiences who ask the "
        "best questions of all.",
        staff=(
            person("Beth Lomax", "Deputy head", "coordinator"),
            person("Joe Finnis", "Year 6 and debating"),
            person("Amina Diallo", "Reading lead"),
            person("Carol Hogben", "SENCo"),
        ),
    ),
    Partner(
        key="university", at=(51.297, 1.069),
        name="University of the Cinque Ports", short="Cinque Ports",
        kind="university", town="Canterbury", terms="university", setting="city",
        domains=("cinqueports.example",),
        brings="Lecture halls, laboratories, an organ that may be climbed into, and people who "
        "will happily explain what they do not know yet.",
        staff=(
            person("Helen Attwood", "Schools and partnerships", "coordinator"),
            person("Ruby Lindqvist", "Initial teacher education", "placements",
                   email="placements@cinqueports.example"),
            person("Imran Sheikh", "Psychology of learning"),
            person("Judith Farrow", "Physics and organ scholar"),
            person("Kwame Boateng", "Coastal geography"),
        ),
    ),
    Partner(
        key="wantsum", at=(51.352, 1.360),
        name="Wantsum Academy", short="Wantsum", kind="state", town="Thanet",
        years=(7, 13), roll=1080, urn="990101", terms="kent", setting="coastal",
        domains=("wantsum.example",),
        brings="A sports hall with level access, a recording room, two debate coaches from Year 12 "
        "and the nearest rock pools of any partner, 400\u00a0metres from the gate.",
        staff=(
            person("Ruth Calloway", "Assistant head", "coordinator",
                   email="coordinator@wantsum.example"),
            person("Helen Marsh", "History and trips", email="staff@wantsum.example"),
            person("Aisha Rahman", "Head of Year 11"),
            person("Nathan Cole", "Physical education"),
            person("Sophie Ledger", "Music technology"),
            person("Graham Noakes", "Computing"),
            person("Bridget Doyle", "English and debating"),
            person("Daniel Frost", "Head of geography", waits=True),
        ),
    ),
)  # fmt: skip

HOSTS = {member.name: partner.key for partner in PARTNERS for member in partner.staff}
"""Which partner somebody works at, by name; what they post, it hosts."""


def school_timetables(year: int) -> dict[str, Timetable]:
    """When pupils are in school: a trust and a university hold nobody up."""
    return {p.key: p.timetable(year) for p in PARTNERS if p.years is not None}
