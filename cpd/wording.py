"""Resources in words: their kind, their size, how often they were used."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from schools.calendar import count_words
from schools.uploads import KINDS


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of files that people look for under one word."""

    label: str
    content_types: tuple[str, ...]


def _types(*keys: str) -> tuple[str, ...]:
    return tuple(KINDS[key].content_type for key in keys)


GROUPS = {
    "slides": Group("Slides", _types("pptx", "odp")),
    "document": Group("Documents and PDFs", _types("pdf", "docx", "odt")),
    "sheet": Group("Spreadsheets", _types("xlsx", "ods")),
    "picture": Group("Pictures", _types("jpeg", "png", "webp")),
}
_WORDS = {kind.content_type: kind.word for kind in KINDS.values()}


def size_words(size: int) -> str:
    """Bytes as people say them: "640 KB", "2.3 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def kind_words(content_type: str, size: int | None, url: str) -> str:
    """What a resource is: "PDF, 640 KB", or where its link leads: "Link to www.example.org"."""
    if size is None:
        return f"Link to {urlsplit(url).hostname or 'a page'}"
    return f"{_WORDS.get(content_type, 'File')}, {size_words(size)}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, count_words(number, "time"))


def used_words(times: int, schools: int, at_home: int = 0) -> str:
    """How often others took it: "Used 14 times by 5 schools, and 3 times at its own"."""
    own = f"{_times(at_home)} at its own" if at_home else ""
    if not times:
        return f"Used {own} school" if own else "Not used yet"
    others = f"Used {_times(times)} by {count_words(schools, 'other school')}"
    return f"{others}, and {own}" if own else others
