"""Posters: one sheet of A4, whatever is written on it, for what is still to come."""

import datetime as dt
import io
import itertools
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings as portal
from django.test import Client
from django.utils import timezone
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from activities.models import Activity, Competition
from activities.posters import SIZES, lines_of, poster_of, title_class, width_of
from schools.calendar import local, moment_words
from schools.models import School, StaffMember
from schools.printing import pdf_of
from tests.builders import make_activity
from tests.conftest import Programme
from tests.culture_programme import make_competition

WELSH = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch "


def filled(length: int, words: str) -> str:
    return "".join(itertools.islice(itertools.cycle(words), length)).strip()


def sheet(**fields: Any) -> Activity:
    """An activity that no database has seen, in five weeks, on one day."""
    start = local(timezone.now() + dt.timedelta(days=35)).replace(hour=16, minute=15)
    school = School(name="Wantsum Academy", short_name="Wantsum", slug="wantsum", town="Thanet")
    facts: dict[str, Any] = {
        "title": "This House would ban homework", "slug": "homework", "summary": "A final.",
        "host": school, "venue": school, "place": "The Great Hall", "category": "academic",
        "starts_at": start, "ends_at": start + dt.timedelta(minutes=90), "status": "published",
        "low_year": 5, "high_year": 6, "audience": "pupils",
    }  # fmt: skip
    return Activity(**(facts | fields))


def to_the_brim(words: str) -> dict[str, Any]:
    """Every field as long as it may be."""
    school = School(name=filled(100, words), town=filled(60, words))
    lengths = {"summary": 240, "place": 200, "who_for": 160, "cost": 120, "bring": 240,
               "access": 240, "title": 100}  # fmt: skip
    texts = {name: filled(length, words) for name, length in lengths.items()}
    return texts | {"slug": "l" * 120, "host": school, "venue": school}


EXTREMES: dict[str, dict[str, Any]] = {
    "short": {"title": "Netball", "place": "", "venue": None},
    "usual": {"bring": "Trainers and a drink", "cost": "£2", "access": "Step-free from Gate B."},
    "long title": {"title": filled(100, "Older pupils leading younger pupils in debating ")},
    "long place": {"place": filled(200, "The far end of the long corridor, ")},
    "much to bring": {"bring": filled(240, "A torch, "), "summary": filled(240, "Come along. ")},
    "days": {"residential": True, "ends_at": timezone.now() + dt.timedelta(days=50)},
    "overnight": {
        **to_the_brim("WWMM MMWW WW "),
        "ends_at": timezone.now() + dt.timedelta(days=36),
    },
    "Welsh": to_the_brim(WELSH),
    "full": to_the_brim("Everybody comes along. "),
    "capitals": to_the_brim("WWMM MMWW WW "),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_every_poster_is_one_sheet(name: str) -> None:
    context = poster_of(sheet(**EXTREMES[name]))
    with pikepdf.open(io.BytesIO(pdf_of("activities/poster_document.html", context))) as pdf:
        assert len(pdf.pages) == 1
        box = [round(float(side)) for side in pdf.pages[0].mediabox]
        assert box == [0, 0, 595, 842]
        assert "/StructTreeRoot" in pdf.Root


@pytest.mark.parametrize(
    "title",
    ["Charity trek for the lifeboats", "Third retreat for first readers",
     "Trial for the trilateral trophy", "Treasurers’ tetrathlon trial"],
)  # fmt: skip
def test_titles_of_letters_that_look_narrow_stay_on_one_sheet(title: str) -> None:
    context = poster_of(sheet(title=title, bring="Boots", cost="£2", access="A firm path."))
    with pikepdf.open(io.BytesIO(pdf_of("activities/poster_document.html", context))) as pdf:
        assert len(pdf.pages) == 1


LITERATA = Path(portal.BASE_DIR) / "static/fonts/literata.woff2"


def advances(weight: int) -> dict[str, float]:
    """The true widths of the signs of Literata at a weight, in ems."""
    font = instantiateVariableFont(TTFont(LITERATA), {"wght": weight})
    widths, em = font["hmtx"], font["head"].unitsPerEm
    return {chr(code): widths[name][0] / em for code, name in font.getBestCmap().items()}


ADVANCES = [advances(weight) for weight in (400, 500, 600)]
ADJECTIVES = ["First", "Third", "Charity", "Trilateral", "Treasurers’", "Winter", "U13 girls’",
              "Year 10", "After-school", "Fluttering", "Extraordinary", "£5"]  # fmt: skip
NOUNS = ["trial", "retreat", "tetrathlon", "trek", "festival", "debate", "concert", "field trip",
         "workshop", "football: Dour Valley A v Oyster Coast A", "café & quiz",
         "training – part 2", "“Much Ado”", "hymn-writing", "WAVES", "the mill mile"]  # fmt: skip
TITLES = [f"{adjective} {noun}" for adjective in ADJECTIVES for noun in NOUNS]


@given(st.one_of(st.sampled_from(TITLES), st.text(alphabet=sorted(ADVANCES[0]), max_size=100)))
def test_no_text_is_wider_than_it_is_taken_for(text: str) -> None:
    for widths in ADVANCES:
        assert width_of(text) >= sum(widths[sign] for sign in text)


def test_what_fits_is_set_large_and_more_is_set_smaller() -> None:
    assert title_class("Netball")[0] == ""
    assert title_class("A weekend of older pupils leading younger ones")[0] == "t3"
    assert title_class(WELSH)[0] == "t4"
    densities = [poster_of(sheet(**EXTREMES[name]))["density"] for name in ("short", "full")]
    assert densities[0] == ""
    assert densities[1] in {"packed", "full"}
    assert [sizes.css for sizes in SIZES] == ["", "dense", "packed", "full", "brim"]


def test_lines_are_counted_with_words_too_long_for_one() -> None:
    assert lines_of("", 2, 86) == 1
    assert lines_of("one two", 2, 86) == 1
    assert lines_of("x" * 200, 2, 86) == 3
    assert lines_of("one " * 40, 2, 86) > 1


def test_poster_says_all_that_a_board_needs(
    staff: StaffMember, client: Client, settings: Settings
) -> None:
    settings.BASE_URL = "https://portal.example"
    activity = make_activity(
        staff, "Debating for beginners", bring="A pen", place="Hall B", remote_link=""
    )
    text = client.get(f"/activities/{activity.slug}/poster/").text
    for words in (
        "Debating for beginners", "Hall B, Wantsum Academy, Thanet", "Academic, Years 7–8",
        "Ask your school’s coordinator", "A pen", "Nothing", ">WA<",
        f"portal.example{activity.get_absolute_url()}".rstrip("/"), 'class="qr"',
    ):  # fmt: skip
        assert words in text, words
    assert not client.cookies


def test_poster_says_by_when_only_where_there_is_a_day(staff: StaffMember) -> None:
    soon = timezone.now() + dt.timedelta(days=2)
    sooner = timezone.now() + dt.timedelta(days=1)
    assert poster_of(make_activity(staff))["until"] == ""
    assert poster_of(make_activity(staff, deadline=soon))["until"].startswith("Before ")
    prize = make_competition(staff, deadline=soon, entries_close_at=sooner)
    assert poster_of(prize)["until"] == f"Before {moment_words(sooner)}"
    Competition.objects.update(entries_close_at=timezone.now() - dt.timedelta(days=1))
    assert poster_of(prize)["until"] == ""


def test_poster_is_linked_for_everybody_and_among_the_actions_of_staff(
    programme: Programme, client: Client, staff: StaffMember
) -> None:
    for activity in (programme.pupils, programme.teachmeet, programme.staff_day):
        path = f"/activities/{activity.slug}/poster/"
        assert client.get(path).status_code == 200
        assert path in client.get(activity.get_absolute_url()).text
    client.force_login(staff)
    page = client.get(programme.pupils.get_absolute_url()).text
    assert page.count(f'href="/activities/{programme.pupils.slug}/poster/"') == 2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cancelled", "is cancelled: The hall’s heating has failed."),
        ("over", "has been. Take the sheet down"),
        ("held", "has been. Take the sheet down"),
        ("draft", "is a draft. Publish it"),
    ],
)
def test_poster_of_what_is_not_to_come_is_refused_in_words(
    programme: Programme, client: Client, staff: StaffMember, name: str, sentence: str
) -> None:
    client.force_login(staff)
    activity = getattr(programme, name)
    for page in ("poster/", "poster.pdf"):
        response = client.get(f"/activities/{activity.slug}/{page}")
        assert response.status_code == 404
        assert sentence in response.text
    assert (
        f"/activities/{activity.slug}/poster/" not in client.get(activity.get_absolute_url()).text
    )


def test_poster_document_never_shows_the_link_to_join(
    programme: Programme, client: Client, other_staff: StaffMember
) -> None:
    client.force_login(other_staff)
    path = f"/activities/{programme.teachmeet.slug}/poster"
    assert "meet.example" not in client.get(f"{path}/").text
    answer = client.get(f"{path}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert f'filename="poster-{programme.teachmeet.slug}.pdf"' in answer["Content-Disposition"]
    assert Client().get(f"/activities/{programme.partners_only.slug}/poster/").status_code == 404


def test_poster_of_a_former_address_leads_on(staff: StaffMember, client: Client) -> None:
    activity = make_activity(staff, "First title")
    activity.former_slugs.create(slug="before-that")
    answer = client.get("/activities/before-that/poster/")
    assert (answer.status_code, answer["Location"]) == (301, f"/activities/{activity.slug}/poster/")
