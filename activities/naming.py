"""Whether words look like somebody's name: a question for whoever typed them, never a verdict."""

import re

# Two words in a row that begin with a capital, or one before an initial: "Amara Jones", "Amara J."
_NAME = re.compile(
    r"\b[A-Z][a-zà-öø-ÿ]+(?:[-’'][A-Z]?[a-zà-öø-ÿ]+)? (?:Mc|Mac|O[’'])?[A-Z](?:[a-zà-öø-ÿ]+|\.|$)"
)


def looks_like_a_name(words: str) -> bool:
    """Whether "First Last" or "First L." stands somewhere in them.

    >>> looks_like_a_name("Essay by Amara Jones"), looks_like_a_name("The tide at Reculver")
    (True, False)
    """
    return _NAME.search(" ".join(words.split())) is not None
