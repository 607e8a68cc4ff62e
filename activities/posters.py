"""A poster for the notice board: what stands on it, and how large, so that it is one sheet of A4.

A sheet cannot scroll, so sizes follow from what there is to say. Lengths are in hundredths of the
sheet's width, as in `static/css/poster.css`.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from activities.models import Activity, Competition, Fixture, Kind, Mode
from schools.calendar import day_words, local, moment_words, time_words, times_words
from schools.covers import HUES, cover_svg
from schools.qr import qr_svg

WHOLE, INNER, BESIDE = 141.4, 86.0, 66.0
"""The sheet's height, its width inside the margins, and what is left of it beside a term or the
large number of the day."""
TITLES = (("", 12.5), ("t2", 10.0), ("t3", 8.0), ("t4", 6.4), ("t5", 5.0), ("t6", 4.0))
"""Classes of a title, from the largest, and the size of its letters."""
WIDTHS = {
    sign: width
    for width, signs in (
        (0.30, " '"),
        (0.36, "!(),-.:;[]ijl·’"),
        (0.44, "Ift{|}°•"),
        (0.52, '"*/\\`rz„″'),
        (0.57, "1235679J_aces«»–“”"),
        (0.62, "$+048<=>?^govxy~£ø"),
        (0.68, "#EFLPSZbdhknpqu"),
        (0.74, "ABCRTXYß€"),
        (0.80, "DGKOQVØ"),
        (0.90, "%&HNUwæ"),
    )
    for sign in signs
}
"""How wide a sign is, in ems: the widest that it is in Literata (weights 400 to 600) or in a sans
with Arial's metrics, rounded up. Any other sign counts as the widest letter, `WIDEST`."""
WIDEST, SPACE = 1.1, WIDTHS[" "]


class Sizes(NamedTuple):
    """How high the cover is and how large each sort of type, by the class that sets them."""

    css: str
    cover: float
    title: float
    """What a title may take up."""
    cat: float
    day: float
    times: float
    place: float
    story: float
    facts: float
    air: float
    """What stands between and around: margins, bars, the line of the name."""


SIZES = (
    Sizes("", 27, 39, 2.3, 4.4, 3.6, 2.5, 3.3, 2.3, 30),
    Sizes("dense", 18, 34, 2.2, 4.2, 3.4, 2.3, 2.8, 2.1, 26),
    Sizes("packed", 11, 30, 2.0, 3.6, 3.0, 2.0, 2.3, 1.8, 22),
    Sizes("full", 0, 24, 1.8, 3.0, 2.5, 1.7, 1.9, 1.5, 20),
    Sizes("brim", 0, 21, 1.6, 2.6, 2.2, 1.5, 1.7, 1.35, 18),
)
"""From the airiest; the first that fits is taken."""


def width_of(text: str) -> float:
    """How wide a text is at most, in ems of its own size; accents take up no room."""
    return sum(WIDTHS.get(sign, WIDEST) for sign in normalize("NFD", text) if not combining(sign))


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text fills; a word that is wider than a line is broken."""
    lines, used, line = 1, 0.0, width / size
    for word in text.split():
        wide = width_of(word)
        if used and used + SPACE + wide > line:
            lines, used = lines + 1, 0.0
        elif used:
            used += SPACE
        used += wide
        lines += int(used / line)
        used %= line
    return lines


def title_class(title: str, highest: float = SIZES[0].title) -> tuple[str, float]:
    """The largest size in which a title keeps its words whole and is no higher than that; with
    how high it is."""
    words = [width_of(word) for word in title.split()]
    for name, size in TITLES:
        height = lines_of(title, size, INNER) * size * 1.04
        if max(words, default=0) * size <= INNER and height <= highest:
            return name, height
    # Nothing keeps them whole: as large as the height allows.
    for name, size in TITLES[3:]:
        height = lines_of(title, size, INNER) * size * 1.08
        if height <= highest:
            return name, height
    return name, height


type Words = tuple[str, float, float, float]
"""A text, the size of its letters, how wide it may run, and its lines' height in ems."""


def height_of(texts: Iterable[Words]) -> float:
    """How high texts are, one below the other."""
    return sum(lines_of(text, size, width) * size * leading for text, size, width, leading in texts)


def has_poster(activity: Activity) -> bool:
    """Whether there is something to come that a board could tell of."""
    return activity.is_published and not activity.has_ended


def _when(activity: Activity) -> dict[str, str]:
    start, end = local(activity.starts_at), local(activity.ends_at)
    if start.date() == end.date():
        day = day_words(start, weekday="%A", month="%B")
        return {"big": str(start.day), "day": day, "times": times_words(start, end)}
    last = day_words(end, weekday="%A", month="%B")
    return {
        "big": str(start.day),
        "day": f"{day_words(start, weekday='%A', month='%B', year=False)} to {last}",
        "times": f"From {time_words(start)} on the first day to {time_words(end)} on the last",
    }


def _when_height(sheet: dict[str, Any], sizes: Sizes) -> float:
    when = sheet["when"]
    texts = (
        (when["day"], sizes.day, BESIDE, 1.15),
        (when["times"], sizes.times, BESIDE, 1.25),
        (sheet["where"], sizes.place, BESIDE, 1.35),
    )
    return height_of(texts)


def where_words(activity: Activity) -> str:
    if activity.mode == Mode.ONLINE:
        return "Online"
    venue = f"{activity.venue}, {activity.venue.town}" if activity.venue else ""
    parts = (activity.place.rstrip("."), venue)
    place = ", ".join(part for part in parts if part) or activity.host.name
    return f"{place}, or online" if activity.mode == Mode.BOTH else place


def _join(activity: Activity) -> tuple[str, str]:
    """What to do to come, and until when; "" for the second once that is over, and where it is
    until the start."""
    how = "Book with your work email" if activity.for_staff else "Ask your school’s coordinator"
    until, is_open = activity.deadline, activity.is_open_for_booking
    if activity.kind == Kind.COMPETITION:
        entered = Competition.objects.get(pk=activity.pk)
        until, is_open = entered.entries_close_at, entered.is_open_for_entries
    return how, f"Before {moment_words(until)}" if until and is_open else ""


def fitted(
    sheet: dict[str, Any],
    when_height: Callable[[dict[str, Any], Sizes], float] = _when_height,
    *,
    title_room: Sequence[float] = (1.0,),
) -> dict[str, str]:
    """The classes under which everything stands on one sheet.

    `when_height` knows how high what lies between the two bars is. `title_room` are the parts of
    its room that a title may take, in order, before everything is set smaller.
    """
    for sizes, part in product(SIZES, title_room):
        title, height = title_class(sheet["title"], sizes.title * part)
        height += sizes.cover + sizes.air + when_height(sheet, sizes)
        height += height_of(
            (
                (f"{sheet['category']}, {sheet['whom']}", sizes.cat, INNER - 4, 1.3),
                (sheet["story"], sizes.story, INNER - 4, 1.38),
                *((fact["text"], sizes.facts, INNER - 11, 1.65) for fact in sheet["facts"]),
            )
        )
        below = lines_of(sheet["until"], 2.3, 58) * 3.2
        below += lines_of(str(sheet["host"]), 2.3, 52) * 3.2
        below += lines_of(sheet["address"], 1.9, 58) * 2.7
        height += max(25.0, 8.8 + below)
        if height <= WHOLE:
            break
    return {"title_class": title, "density": sizes.css}


def icon_of(activity: Activity) -> SafeString:
    """The category's drawing with a colour of its own: WeasyPrint colours none by stylesheet."""
    tone = HUES[activity.category].mid
    drawn = activity.category_choice.icon.replace(
        'fill="none"', f'fill="none" stroke="{tone}" stroke-width="1.6"', 1
    )
    return mark_safe(drawn)  # noqa: S308 - our own file


def address_words(url: str) -> str:
    """An address as it is typed in by hand."""
    return url.partition("://")[2].rstrip("/")


def _back(activity: Activity) -> str:
    """When the visitors of a fixture are back at their own schools; "" for all else."""
    if activity.kind != Kind.FIXTURE:
        return ""
    back = Fixture.objects.values_list("back", flat=True).get(pk=activity.pk)
    return f"Visitors about {time_words(back)}" if back else ""


def poster_of(activity: Activity) -> dict[str, Any]:
    """All that stands on the sheet; `density` and `title_class` are what makes it fit."""
    facts = (
        ("Cost", activity.cost or "Nothing"),
        ("Bring", activity.bring),
        ("Back", _back(activity)),
        ("Access", activity.access),
    )
    years = activity.years_words
    whom = ", ".join(part for part in (years, activity.who_for.rstrip(".")) if part)
    how, until = _join(activity)
    address = f"{settings.BASE_URL}{activity.get_absolute_url()}"
    sheet = {
        "title": activity.title,
        "category": activity.get_category_display(),
        "whom": whom,
        "when": _when(activity),
        "where": where_words(activity),
        "story": activity.summary,
        "facts": [{"term": term, "text": text} for term, text in facts if text],
        "until": until,
        "host": activity.host,
        "address": address_words(address),
    }
    return {
        **sheet,
        **fitted(sheet),
        "css": activity.category,
        "icon": icon_of(activity),
        "how": how,
        "cover": cover_of(activity.title, activity.category),
        "qr": qr_svg(address, label="Code that opens the page of this activity"),
        "page_url": activity.get_absolute_url(),
        "page_words": "Back to the activity",
        "document_url": reverse("activities:poster_document", args=[activity.slug]),
    }


def cover_of(title: str, category: str) -> SafeString:
    """The drawn cover, which says nothing that the sheet does not."""
    drawn = cover_svg(title, category)
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308 - ours
