"""How a file is refused: in words, and never with a trace of how it was read."""


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """Why a file is not taken; `str()` is a sentence or two for a teacher.

    It begins so that a name can stand before it: "is locked with a password. Save it …".
    """
