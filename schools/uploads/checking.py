"""One file, judged by its content and written anew."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from schools.uploads.names import ending_of, safe_name
from schools.uploads.office import clean_office, office_kind
from schools.uploads.pdf import clean_pdf
from schools.uploads.pictures import clean_picture
from schools.uploads.refusal import Refused

LARGEST = 20 * 1024 * 1024
LARGEST_WORDS = "20 MB"
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its endings (the first is given to new names), its type."""

    word: str
    endings: tuple[str, ...]
    content_type: str


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": Kind("PDF", ("pdf",), "application/pdf"),
    "jpeg": Kind("JPEG picture", ("jpg", "jpeg"), "image/jpeg"),
    "png": Kind("PNG picture", ("png",), "image/png"),
    "webp": Kind("WebP picture", ("webp",), "image/webp"),
    "docx": Kind("Word document", ("docx",), f"{_OPEN_XML}.wordprocessingml.document"),
    "pptx": Kind("PowerPoint slides", ("pptx",), f"{_OPEN_XML}.presentationml.presentation"),
    "xlsx": Kind("Excel workbook", ("xlsx",), f"{_OPEN_XML}.spreadsheetml.sheet"),
    "odt": Kind("OpenDocument text", ("odt",), f"{_OPEN_DOCUMENT}.text"),
    "odp": Kind("OpenDocument slides", ("odp",), f"{_OPEN_DOCUMENT}.presentation"),
    "ods": Kind("OpenDocument sheet", ("ods",), f"{_OPEN_DOCUMENT}.spreadsheet"),
}
_TAKEN = "Take a PDF, a picture (JPEG, PNG or WebP) or an office document (.docx, .pptx, .xlsx, \
.odt, .odp or .ods)."


@dataclass(frozen=True, slots=True)
class Checked:
    """What passed, as it was written anew. `sha256` is in hexadecimal, `size` in bytes."""

    name: str
    content_type: str
    size: int
    sha256: str


def check(source: Path, *, name: str, target: Path) -> Checked:
    """Judge a file by its content and write it anew to `target`; raise Refused with the reason.

    `name` is what the file is called where it came from. Nothing is left at `target` when the
    file is refused. This takes the time and memory that the file makes it take: files that
    people send go through `clean_apart`, which sets bounds.
    """
    if not source.stat().st_size:
        raise Refused("is empty. Open it to see whether it was saved.")
    _refuse_large(source.stat().st_size)
    found = kind_of(source)
    kind = KINDS[found]
    claimed = ending_of(name)
    if claimed and claimed not in kind.endings:
        raise Refused(
            f"says that it is .{claimed[:12]}, but what is in it is a {kind.word}. Save it again "
            f"as .{kind.endings[0]}."
        )
    try:
        _clean(found, source, target)
        written = target.read_bytes()
        _refuse_large(len(written))
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Checked(
        name=safe_name(name, kind.endings[0]),
        content_type=kind.content_type,
        size=len(written),
        sha256=hashlib.sha256(written).hexdigest(),
    )


def _refuse_large(size: int) -> None:
    if size > LARGEST:
        raise Refused(too_large_words())


def too_large_words() -> str:
    """Why a file beyond the limit is refused, and how to make it smaller."""
    return (
        f"is larger than {LARGEST_WORDS}. In PowerPoint and Word, “Compress pictures” makes it "
        "smaller; or keep it in your school’s own store and share the link."
    )


def kind_of(source: Path) -> str:
    """The key in KINDS of what a file holds; raises Refused in words for everything else."""
    with source.open("rb") as file:
        head = file.read(_HEAD)
    for found, matches in _SIGNATURES.items():
        if matches(head):
            return found
    if head.startswith(b"PK\x03\x04"):
        return office_kind(source)
    for matches, words in _OTHERS:
        if matches(head):
            raise Refused(words)
    raise Refused(f"is of a kind that the portal does not take. {_TAKEN}")


def _clean(found: str, source: Path, target: Path) -> None:
    match found:
        case "pdf":
            clean_pdf(source, target)
        case "jpeg" | "png" | "webp":
            clean_picture(source, target, found)
        case _:
            clean_office(source, target, found)


_SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    # Readers find the mark of a PDF behind other things; whatever those are, they are left out.
    "pdf": lambda head: head.startswith(b"%PDF-"),
    "jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "webp": lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
}


_HEIC = {b"hei", b"hev", b"mif", b"msf", b"avi"}


def _is_markup(head: bytes) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return text.startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml"))


_OTHERS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (
        lambda head: head.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa")),
        f"is a program, whatever its name says. The portal does not take programs. {_TAKEN}",
    ),
    (
        lambda head: head.startswith(b"\xd0\xcf\x11\xe0"),
        ("is in an old Office format, or locked with a password. Open it, take the password off, "
        "and save it as .docx, .pptx, .xlsx or PDF."),
    ),
    (
        lambda head: head[4:8] == b"ftyp" and head[8:11] in _HEIC,
        ("is a HEIC picture, as phones make them. Save or send it as a JPEG: on an iPhone, under "
        "Settings, Camera, Formats, “Most compatible”."),
    ),
    (
        lambda head: head[4:8] == b"ftyp" or head[:4] in {b"RIFF", b"OggS", b"\x1aE\xdf\xa3"}
        or head.startswith((b"ID3", b"\xff\xfb")),
        "is a film or a sound. Keep it where your school keeps films, and share the link.",
    ),
    (
        lambda head: b"<svg" in head.lower(),
        "is an SVG drawing, which can hold a script. Save it as a PNG or a PDF.",
    ),
    (
        _is_markup,
        "is a web page, which can hold a script. Share its link, or save it as a PDF.",
    ),
    (
        lambda head: head.startswith((b"GIF8", b"BM", b"II*\x00", b"MM\x00*")),
        "is a picture in a format that the portal does not take. Save it as a JPEG or a PNG.",
    ),
    (
        lambda head: head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK")),
        "is an archive. Share what is in it, one file at a time.",
    ),
)  # fmt: skip
