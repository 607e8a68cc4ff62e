"""The parts of office documents of either family: XML, pictures, drawings, fonts."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

from schools.uploads.pictures import strip_picture
from schools.uploads.refusal import Refused
from schools.uploads.zips import BROKEN, ending

MACROS = (
    "holds macros, which are programs. Save it without them, as .docx, .pptx or .xlsx, or as a PDF."
)
SEALED = (
    "has another file or a control enclosed in it ({part}). Take it out, or save the document as "
    "a PDF."
)
FETCHES = (
    "fetches something from elsewhere when it is opened ({part}). Break the links in it, or save "
    "it as a PDF."
)
STRANGE = "has a part that the portal does not know ({part}). Save it as a PDF instead."
_FILMS = (
    "has a film or a sound in it ({part}), whose hidden details the portal cannot take out. Share "
    "the film by a link."
)

_PICTURES = {"png", "jpg", "jpeg", "jpe", "gif"}
_DRAWINGS = {"emf": (b"\x01\x00\x00\x00",), "wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")}
_FILM_ENDINGS = {
    "mp4", "m4v", "mov", "avi", "wmv", "mpg", "mpeg", "mp3", "m4a", "wav", "wma", "aac", "ogg",
}  # fmt: skip
_FONTS = {"odttf", "fntdata", "ttf", "otf"}
_FONT_MARKS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_SVG_ACTS = re.compile(
    rb"<script|\son\w+\s*=|javascript:|<(?:\w+:)?foreignObject|@import"
    rb"""|href\s*=\s*["']\s*(?!#)[^"'\s]|url\(\s*["']?\s*(?!#)""",
    re.IGNORECASE,
)
"""Scripts, and whatever leads out of a drawing; a picture within it keeps its hidden details."""
_SVG_TELLS = re.compile(rb"<((?:\w+:)?metadata)\b[^>]*>.*?</\1\s*>", re.DOTALL)

type Attributes = dict[str, str]


def refuse_unusual_xml(data: bytes) -> None:
    """XML here is UTF-8 and declares nothing: entities are how XML bombs and spies are made, and
    in another encoding nobody would find what is looked for."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        raise Refused(BROKEN)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(BROKEN) from error
    said = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if said and said[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}:
        raise Refused(BROKEN)


def tree(data: bytes) -> ElementTree.Element:
    refuse_unusual_xml(data)
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - no DTD, see above
    except ElementTree.ParseError as error:
        raise Refused(BROKEN) from error


def walk(
    data: bytes,
    start: Callable[[str, Attributes], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through XML as its readers understand it; names are "namespace local", or local alone."""
    refuse_unusual_xml(data)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(BROKEN) from error


def local(name: str) -> str:
    """A name of `walk` or `tree` without its namespace."""
    return name.rpartition(" ")[2].rpartition("}")[2]


def clean_binary(name: str, data: bytes, kind: str | None = None) -> bytes:
    """A picture, drawing or font within a document; anything else is refused by its name.

    `kind` is its content type, where the document says one.
    """
    end, base = ending(name), PurePosixPath(name).name
    if end in _PICTURES:
        try:
            return strip_picture(data)
        except ValueError as error:
            raise Refused(STRANGE.format(part=base)) from error
    if end in _DRAWINGS:
        # An EMF begins with the number of its first record, a WMF with one of two marks.
        if data.startswith(_DRAWINGS[end]):
            return data
        raise Refused(STRANGE.format(part=base))
    if end == "svg" and kind in {None, "image/svg+xml"}:
        refuse_unusual_xml(data)
        if _SVG_ACTS.search(data := _SVG_TELLS.sub(b"", data)):
            raise Refused(STRANGE.format(part=base))
        return data
    if end in _FONTS and _is_font(data, kind):
        return data
    if end in _FILM_ENDINGS:
        raise Refused(_FILMS.format(part=base))
    if "/embeddings/" in name.lower() or data.startswith(_PROGRAMS):
        raise Refused(SEALED.format(part=base))
    raise Refused(STRANGE.format(part=base))


def _is_font(data: bytes, kind: str | None) -> bool:
    """Word veils the beginning of a font, so that only its type says what it is."""
    if data.startswith((*_PROGRAMS, b"PK")):
        return False
    return data.startswith(_FONT_MARKS) if kind is None else "font" in kind
