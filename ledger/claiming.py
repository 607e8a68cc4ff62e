"""From an answered offer or request to the claim for its hours (domain page, section 5.6)."""

from urllib.parse import urlencode

from django.urls import reverse

from ledger.models import Answer, Kind, What

CLAIMED_AS: dict[str, Kind | None] = {
    # A hall, and a judge at an activity, are posted by the portal when attendance is confirmed
    # (section 5.5): claiming them as well would count them twice.
    What.HALL: None,
    What.JUDGE: None,
    What.MINIBUS: Kind.TRANSPORT,
    What.RESOURCE: Kind.RESOURCES,
    # Somebody's time that is not leading, chairing, speaking or officiating, which the portal
    # posts, is the getting ready for it.
    What.TIME: Kind.PREPARATION,
    What.OTHER: Kind.RESOURCES,
}
"""The kind by which what a listing is about may be claimed; None for what posts itself."""


def claim_query(answer: Answer) -> str:
    """The query that fills in the claim of whoever gave: receiver, kind and summary.

    Empty when the portal counts the hours by itself. `answer` comes with its listing, and with
    the schools of both.
    """
    listing = answer.listing
    kind = CLAIMED_AS[listing.what]
    if kind is None:
        return ""
    receiver = answer.school if listing.is_offer else listing.school
    return urlencode({"receiver": receiver.slug, "kind": kind.value, "summary": listing.title})


def claim_url(query: str = "") -> str:
    """The address of the form for a claim, filled in by such a query."""
    url = reverse("ledger:claim_new")
    return f"{url}?{query}" if query else url
