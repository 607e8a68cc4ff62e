"""Whether words look like somebody's name: a question for whoever typed them, never a verdict."""

import re

from activities.personal import names_in


def looks_like_a_name(words: str) -> bool:
    """Whether "First Last" or "First L." stands somewhere in them, however they are spaced.

    >>> looks_like_a_name("Essay by Amara Jones"), looks_like_a_name("The tide at Reculver")
    (True, False)
    """
    return bool(names_in(" ".join(words.split())))


_AWARD = re.compile(
    r"\b(?:First|Second|Third|Fourth|Highly|Commended|Special|Mention|Merit|Prize|Place|Winner|"
    r"Runner|Gold|Silver|Bronze|Overall|Judges?|Audience|Award|Finalist|Equal|Young|Junior|Senior|"
    r"Cup|Trophy|Shield|Medal|Certificate)\b"
    # What is best or most of its kind, up to whose it is: "Best Sail Design".
    r"|\b(?:Best|Most)\b(?:\s+(?!(?:by|for|from|to)\b)[\w’'-]+){0,3}"
)
_TOLD_OF = re.compile(r"(?::|\s[–—-]\s|\b(?:by|to)\b)\s*((?:[^\W\d_][\w’'-]*\s*){2,3})$")


def award_names_somebody(words: str) -> bool:
    """Whether an award seems to name whom it goes to, after a colon without capitals too.

    >>> award_names_somebody("Highly Commended"), award_names_somebody("First: Amara Jones")
    (False, True)
    >>> award_names_somebody("Best Sail Design"), award_names_somebody("first: amara jones")
    (False, True)
    """
    told_of = _TOLD_OF.search(words)
    of = told_of[1].title() if told_of else ""
    return any(
        looks_like_a_name(_AWARD.sub(lambda found: found[0].lower(), each)) for each in (words, of)
    )
