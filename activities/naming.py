"""Whether words look like somebody's name: a question for whoever typed them, never a verdict."""

import re

from activities.personal import names_in


def looks_like_a_name(words: str) -> bool:
    """Whether "First Last" or "First L." stands somewhere in them.

    >>> looks_like_a_name("Essay by Amara Jones"), looks_like_a_name("The tide at Reculver")
    (True, False)
    """
    return bool(names_in(words))


_AWARD = re.compile(
    r"\b(?:First|Second|Third|Fourth|Highly|Commended|Special|Mention|Merit|Best|Prize|Place|"
    r"Winner|Runner|Gold|Silver|Bronze|Overall|Judges?|Audience|Award|Finalist|Equal)\b"
)


def award_names_somebody(words: str) -> bool:
    """Whether an award seems to name whom it goes to, "Highly Commended" aside.

    >>> award_names_somebody("Highly Commended"), award_names_somebody("First: Amara Jones")
    (False, True)
    """
    return looks_like_a_name(_AWARD.sub(lambda found: found[0].lower(), words))
