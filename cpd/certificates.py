"""The codes of certificates: made, printed, and read as people type them. Pure.

A code is sixteen letters and figures of Crockford's base 32, which leaves out I, L, O and U: 80
bits from the system's source of chance, too many to try.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def code_words(code: str) -> str:
    """A code in groups, as it is printed: "7K2M-9XRT-04QD-HW5N"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The code that somebody typed, whatever they put between its groups and however they read
    a nought or a one; "" when it cannot be one.

    >>> read_code("7k2m 9xrt o4qd-hw5n")
    '7K2M9XRT04QDHW5N'
    """
    code = "".join(c for c in typed.upper() if c.isalnum()).translate(_READ_AS)
    whole = len(code) == CODE_LENGTH and all(letter in ALPHABET for letter in code)
    return code if whole else ""


def initials_of(name: str) -> str:
    """The first letters of a name's parts: "Mary-Ann O’Hara" is "M. A. O."

    Titles and numbers are no parts of it.
    """
    parts = name.replace("-", " ").split()
    letters = [part[0].upper() for part in parts if part[0].isalpha() and not part.endswith(".")]
    return " ".join(f"{letter}." for letter in letters)
