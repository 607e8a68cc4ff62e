"""A poster for the notice board: what stands on it, and how large, so that it is one sheet of A4.

A sheet cannot scroll, so sizes follow from what there is to say. Lengths are in hundredths of the
sheet's width, as in `static/css/poster.css`.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from activities.models import Activity, Fixture, Kind, Mode
from schools.calendar import day_words, local, moment_words, time_words, times_words
from schools.covers import HUES, cover_svg
from schools.qr import qr_svg

WHOLE, INNER, BESIDE = 141.4, 86.0, 66.0
"""The sheet's height, its width inside the margins, and what is left of it beside a term or the
large number of the day."""
TITLES = (("", 12.5), ("t2", 10.0), ("t3", 8.0), ("t4", 6.4), ("t5", 5.0), ("t6", 4.0))
"""Classes of a title, from the largest, and the size of its letters."""
NARROW, BROAD = frozenset("iljtfrI.,:;’'-–()|! "), frozenset("mwMWQ@%—")


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
    """About how wide a text is, in ems of its own size; rather more than less."""
    return sum(
        0.31 if sign in NARROW else 1.0 if sign in BROAD else 0.7 if sign.isupper() else 0.54
        for sign in text
    )


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text fills; a word that is wider than a line is broken."""
    lines, used, line = 1, 0.0, width / size
    for word in text.split():
        wide = width_of(word)
        if used and used + 0.27 + wide > line:
            lines, used = lines + 1, 0.0
        elif used:
            used += 0.27
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


def _where(activity: Activity) -> str:
    if activity.mode == Mode.ONLINE:
        return "Online"
    venue = f"{activity.venue}, {activity.venue.town}" if activity.venue else ""
    parts = (activity.place.rstrip("."), venue)
    place = ", ".join(part for part in parts if part) or activity.host.name
    return f"{place}, or online" if activity.mode == Mode.BOTH else place


def _join(activity: Activity) -> tuple[str, str]:
    """What to do to come, and until when; "" for the second once that is over."""
    how = "Book with your work email" if activity.for_staff else "Ask your school’s coordinator"
    if not activity.is_open_for_booking:
        return how, ""
    return how, f"Before {moment_words(activity.books_until)}"


def _fitted(sheet: dict[str, Any]) -> dict[str, str]:
    """The classes under which everything stands on one sheet."""
    for sizes in SIZES:
        title, height = title_class(sheet["title"], sizes.title)
        when = sheet["when"]
        height += sizes.cover + sizes.air
        height += sum(
            lines_of(text, size, width) * size * leading
            for text, size, width, leading in (
                (f"{sheet['category']}, {sheet['whom']}", sizes.cat, INNER - 4, 1.3),
                (when["day"], sizes.day, BESIDE, 1.15),
                (when["times"], sizes.times, BESIDE, 1.25),
                (sheet["where"], sizes.place, BESIDE, 1.35),
                (sheet["story"], sizes.story, INNER, 1.38),
                *((fact["text"], sizes.facts, INNER - 11, 1.65) for fact in sheet["facts"]),
            )
        )
        below = lines_of(str(sheet["host"]), 2.3, 52) * 3.2
        below += lines_of(sheet["address"], 1.9, 58) * 2.7
        height += max(25.0, 12.0 + below)
        if height <= WHOLE:
            break
    return {"title_class": title, "density": sizes.css}


def _icon(activity: Activity) -> SafeString:
    """The category's drawing with a colour of its own: WeasyPrint colours none by stylesheet."""
    tone = HUES[activity.category].mid
    drawn = activity.category_choice.icon.replace(
        'fill="none"', f'fill="none" stroke="{tone}" stroke-width="1.6"', 1
    )
    return mark_safe(drawn)  # noqa: S308 - our own file


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
        "where": _where(activity),
        "story": activity.summary,
        "facts": [{"term": term, "text": text} for term, text in facts if text],
        "host": activity.host,
        "address": address.partition("://")[2].rstrip("/"),
    }
    return {
        **sheet,
        **_fitted(sheet),
        "activity": activity,
        "css": activity.category,
        "icon": _icon(activity),
        "how": how,
        "until": until,
        "cover": _cover(activity),
        "qr": qr_svg(address, label="Code that opens the page of this activity"),
        "document_url": reverse("activities:poster_document", args=[activity.slug]),
    }


def _cover(activity: Activity) -> SafeString:
    drawn = cover_svg(activity.title, activity.category)
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308 - ours
