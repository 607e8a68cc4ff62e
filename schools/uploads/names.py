"""What a file is called when somebody takes it home."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_STEM = 80
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_FORBIDDEN = frozenset('<>:"/\\|?*')


def ending_of(name: str) -> str:
    """The last ending of a name in small letters, without its dot: "slides.PDF" → "pdf"."""
    return PurePosixPath(base_name(name)).suffix.removeprefix(".").strip().lower()


def base_name(name: str) -> str:
    """A name without any folder before it, whichever way the stroke leans."""
    return name.replace("\\", "/").rpartition("/")[2]


def safe_name(name: str, ending: str) -> str:
    """A name that every system can save, with the ending that belongs to the content.

    Control signs, marks that turn the direction of writing (they make "fdp.exe" look like
    "exe.pdf") and what Windows forbids are left out; a name of which nothing is left is "file".
    """
    stem = base_name(name)
    if "." in stem.strip("."):
        stem = stem.rpartition(".")[0]
    kept = "".join(
        " " if sign in _FORBIDDEN or unicodedata.category(sign)[0] in "CZ" else sign
        for sign in unicodedata.normalize("NFC", stem)
    )
    kept = " ".join(kept.split())[:LONGEST_STEM].strip(" .")
    if not kept or _RESERVED.match(kept):
        kept = f"file {kept}".strip()
    return f"{kept}.{ending}"
