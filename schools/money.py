"""Money in words and as people type it: whole pence inside, pounds outside. Pure."""

import re

_POUNDS = re.compile(
    r"^(?:£ ?)?(?P<pounds>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,12})(?:\.(?P<pence>\d{2}))?$",
    re.ASCII,
)
_PENCE = re.compile(r"^(?P<pence>\d{1,3}) ?p$", re.ASCII)


def money_words(pence: int, *, exact: bool = False) -> str:
    """An amount of pence from nought up: "£1,250", "£12.50"; `exact` always says the pence.

    Accounts and columns are exact, sentences leave out the pence of whole pounds. A sign is
    never written: what an amount below nought means is for words to say.

    >>> money_words(125000), money_words(1250), money_words(125000, exact=True)
    ('£1,250', '£12.50', '£1,250.00')
    """
    pounds, rest = divmod(abs(pence), 100)
    return f"£{pounds:,}.{rest:02d}" if rest or exact else f"£{pounds:,}"


def pence_of(typed: str) -> int | None:
    """The pence that somebody typed: "12.50", "£1,250", "1250", "50p"; None for anything else.

    Pence have two figures, and a comma or a space parts thousands only, so that "12.5", "12,50"
    and "12 50" are asked about again instead of guessed at.

    >>> pence_of("£1,250"), pence_of("12.50"), pence_of("50p"), pence_of("12 50")
    (125000, 1250, 50, None)
    """
    text = " ".join(typed.split()).lower()
    small = _PENCE.match(text)
    if small:
        return int(small["pence"])
    match = _POUNDS.match(text)
    if not match:
        return None
    return int(re.sub("[, ]", "", match["pounds"])) * 100 + int(match["pence"] or 0)
