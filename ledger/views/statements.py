"""A school's statement: what it gave, what it drew, and every exchange behind the figures."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Max, Min, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ledger.balance import Verdict, verdict
from ledger.models import Exchange, Kind
from schools.calendar import (
    academic_year_label,
    day_words,
    minutes_words,
    this_academic_year,
)
from schools.middleware import StaffRequest
from schools.models import School, StaffMember
from schools.templatetags.wording import hours

PAGE = 50

NOTES = {
    Verdict.IN_BALANCE: "The two are {apart} apart, within the fifth of the whole (or ten hours) "
    "that still counts as balance.",
    Verdict.ROOM_TO_DRAW: "The school has given {apart} more than it has drawn: there is room to "
    "join more of what others put on.",
    Verdict.ROOM_TO_OFFER: "The school has drawn {apart} more than it has given: there is room to "
    "offer a venue, a leader or a talk.",
    Verdict.NOT_YET_ACTIVE: "Nothing has been given or drawn yet this year. It begins when "
    "attendance at a first activity with another partner is confirmed.",
}


def hours_words(minutes: int) -> str:
    """Minutes as hours with their noun: "162 hours", "1 hour", "0.5 hours"."""
    figure = hours(minutes)
    return f"{figure} hour{'' if figure == '1' else 's'}"


def balance_of(school: School, year: int) -> dict[str, Any]:
    """The top of a statement: gave and drew in minutes and words, and the verdict on them."""
    gave, drew = Exchange.objects.in_year(year).of(school).gave_and_drew().get(school.pk, (0, 0))
    words = verdict(gave, drew)
    return {
        "gave": gave,
        "drew": drew,
        "gave_words": hours_words(gave),
        "drew_words": hours_words(drew),
        "widest": max(gave, drew, 1),
        "verdict": words.value,
        "verdict_note": NOTES[words].format(apart=minutes_words(abs(gave - drew))),
    }


def _school_for(user: StaffMember, slug: str) -> School:
    """Whose statement: one's own school's; the chair and administrators may name another."""
    if slug and slug != user.school.slug:
        if not (user.is_chair or user.is_administrator) or "\x00" in slug:
            raise Http404
        return get_object_or_404(School, slug=slug)
    if not (user.is_coordinator or user.is_chair or user.is_administrator):
        raise PermissionDenied
    return user.school


def _year_of(request: HttpRequest) -> int:
    """The year asked for; anything that is no year of the ledger means this one."""
    typed = request.GET.get("year", "")
    year = int(typed) if len(typed) == 4 and typed.isdecimal() else 0
    return year if 2000 <= year <= 2100 else this_academic_year()


def _sums(school: School, year: int, by: str) -> dict[Any, tuple[int, int]]:
    """Minutes that a school gave and drew, by "kind" or by "partner"."""
    exchanges = Exchange.objects.in_year(year).order_by()
    gave_by, drew_by = (by, by) if by == "kind" else ("receiver", "giver")
    gave = dict(exchanges.filter(giver=school).values_list(gave_by).annotate(total=Sum("minutes")))
    drew = dict(
        exchanges.filter(receiver=school).values_list(drew_by).annotate(total=Sum("minutes"))
    )
    return {key: (gave.get(key, 0), drew.get(key, 0)) for key in gave.keys() | drew.keys()}


def _line(name: str, amounts: tuple[int, int]) -> dict[str, Any]:
    gave, drew = amounts
    return {
        "name": name,
        "gave": max(gave, 0),
        "drew": max(drew, 0),
        "gave_words": hours(gave),
        "drew_words": hours(drew),
    }


def _widest(lines: list[dict[str, Any]]) -> int:
    return max((max(line["gave"], line["drew"]) for line in lines), default=0) or 1


def _years(school: School, year: int, slug: str) -> list[dict[str, Any]]:
    """The academic years that a school has exchanges in, up to this one, the latest first."""
    span = Exchange.objects.of(school).aggregate(
        first=Min("academic_year"), last=Max("academic_year")
    )
    this = this_academic_year()
    first = min(span["first"] or this, this)
    suffix = f"&school={slug}" if slug else ""
    return [
        {
            "label": academic_year_label(y),
            "url": f"{reverse('ledger:statement')}?year={y}{suffix}",
            "current": y == year,
        }
        for y in range(max(span["last"] or this, this), first - 1, -1)
    ]


@require_safe
def statement(request: StaffRequest) -> HttpResponse:
    """What a school gave and drew in an academic year: in all, by kind and by partner."""
    user = request.user
    slug = request.GET.get("school", "")
    school = _school_for(user, slug)
    year = _year_of(request)
    by_kind = _sums(school, year, "kind")
    kinds = [_line(kind.label, by_kind[kind.value]) for kind in Kind if kind.value in by_kind]
    by_partner = _sums(school, year, "partner")
    names = School.objects.exclude(pk=school.pk).values_list("pk", "name")
    partners = [_line(name, by_partner.get(pk, (0, 0))) for pk, name in names]
    query = f"?year={year}" + (f"&school={slug}" if slug else "")
    return render(
        request,
        "ledger/statement.html",
        {
            "school": school,
            "year": year,
            "year_label": academic_year_label(year),
            **balance_of(school, year),
            "kinds": kinds,
            "partners": partners,
            "widest_kind": _widest(kinds),
            "widest_partner": _widest(partners),
            "years": _years(school, year, slug),
            "exchanges_url": reverse("ledger:exchange_list") + query,
            "is_own": school.pk == user.school_id,
        },
    )


@require_safe
def exchange_list(request: StaffRequest) -> HttpResponse:
    """Every exchange behind a statement, the latest first."""
    user = request.user
    slug = request.GET.get("school", "")
    school = _school_for(user, slug)
    year = _year_of(request)
    exchanges = (
        Exchange.objects.in_year(year)
        .of(school)
        .order_by("-on", "-pk")
        .values("on", "summary", "kind", "minutes", "giver_id", "reverses_id",
                giver_name=F("giver__name"), receiver_name=F("receiver__name"))
    )  # fmt: skip
    page = Paginator(exchanges, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "ledger/exchange_list.html",
        {
            "school": school,
            "year": year,
            "year_label": academic_year_label(year),
            "rows": [_exchange_row(exchange, school) for exchange in page.object_list],
            "page": page,
            "query": f"year={year}" + (f"&school={slug}" if slug else ""),
            "statement_url": f"{reverse('ledger:statement')}?year={year}"
            + (f"&school={slug}" if slug else ""),
        },
    )


def _exchange_row(exchange: Mapping[str, Any], school: School) -> dict[str, Any]:
    gave = exchange["giver_id"] == school.pk
    reversal = exchange["reverses_id"] is not None
    amount = minutes_words(abs(exchange["minutes"]))
    # Never a minus sign beside a school's name: a reversal is said in words.
    words = f"{amount} taken back" if reversal else amount
    return {
        "on": day_words(exchange["on"]),
        "summary": exchange["summary"],
        "kind": Kind(exchange["kind"]).label,
        "partner": exchange["receiver_name"] if gave else exchange["giver_name"],
        "gave_words": words if gave else "",
        "drew_words": "" if gave else words,
        "reversal": reversal,
    }
