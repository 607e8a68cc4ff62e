"""Photographs within PDFs: not a pixel changed, without what they tell.

A PDF keeps a photograph as a whole JPEG or JPEG 2000, Exif and all: as an object of its own, behind
one filter or a chain of them, whoever draws it (a page, a form, a pattern, a soft mask); or in the
midst of what is drawn, between the words BI, ID and EI.
"""

import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf

from schools.uploads.pictures import split_jpeg, strip_jpeg
from schools.uploads.refusal import Refused

_HIDDEN = (
    "holds a picture that cannot be read, or in a way from which the portal cannot take its hidden "
    "details. Print it to a new PDF."
)
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms", "/DP")
"""Where a stream would lie in another file. Some readers take /F and /DP for filters as well."""

_SPACE = rb"\0\t\n\f\r "
_WORD = re.compile(
    rb"(?<![^" + _SPACE + rb")>\]}])(?:(BI)(?=[" + _SPACE + rb"/%])|ID[" + _SPACE + rb"])"
)
"""Where a picture in the midst of what is drawn begins, and where its data does."""
_INLINE_FILTER = re.compile(
    rb"/(?:F|Filter)[" + _SPACE + rb"]*(?:\[[" + _SPACE + rb"]*(/\w+)[" + _SPACE + rb"]*\]|(/\w+))"
)


def clean_photograph(stream: Any) -> None:
    """Take what photographs tell out of one stream of a PDF, whatever it is; raises Refused."""
    if any(key in stream for key in _ELSEWHERE):
        raise Refused(_HIDDEN)
    filters = _listed(stream.get("/Filter"))
    if not all(isinstance(one, pikepdf.Name) for one in filters):
        raise Refused(_HIDDEN)
    names = [str(one) for one in filters]
    whole = [name for name in names if name in _STRIPPED]
    if not whole:
        if not _is_image(stream):
            _clean_inline(stream)
    elif len(whole) > 1 or names[-1] != whole[0]:
        raise Refused(_HIDDEN)  # nothing is packed into a photograph but the photograph
    else:
        _clean_whole(stream, filters)


def refuse_split_photographs(page: Any) -> None:
    """Refuse a photograph that begins in one of the streams of a page and ends in another, and a
    page that draws what says that it is a picture."""
    pieces = _listed(page.get("/Contents"))
    if any(isinstance(one, pikepdf.Stream) and _is_image(one) for one in pieces):
        raise Refused(_HIDDEN)
    if len(pieces) < 2:
        return
    read = [_read(one) or b"" for one in pieces if isinstance(one, pikepdf.Stream)]
    apart = sum(len(_inline(piece)) for piece in read)
    if any(len(_inline(glue.join(read))) != apart for glue in (b"", b"\n")):
        raise Refused(_HIDDEN)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _is_image(stream: Any) -> bool:
    return str(stream.get("/Subtype")) == "/Image"


def _read(stream: Any) -> bytes | None:
    """What a stream holds, unpacked; None when it is packed as only pictures are."""
    try:
        data: bytes = stream.read_bytes(decode_level=pikepdf.StreamDecodeLevel.specialized)
    except (pikepdf.PdfError, pikepdf.exceptions.DependencyError):
        return None
    return data


def _clean_whole(stream: Any, filters: list[Any]) -> None:
    last, before = filters[-1], filters[:-1]
    data = raw = stream.read_raw_bytes()
    parms = _listed(stream.get("/DecodeParms"))
    of_last = parms[len(before)] if len(parms) == len(filters) else None
    if before:
        of_before = parms[: len(before)] if len(parms) == len(filters) else None
        stream.write(
            raw,
            filter=pikepdf.Array(before),
            decode_parms=pikepdf.Array(of_before) if of_before else None,
        )
        unpacked = _read(stream)
        if unpacked is None:
            raise Refused(_HIDDEN)
        data = unpacked
    try:
        cleaned = _STRIPPED[str(last)](data)
    except (ValueError, IndexError) as error:
        raise Refused(_HIDDEN) from error
    if cleaned != raw:
        held = isinstance(of_last, pikepdf.Dictionary)
        stream.write(cleaned, filter=last, decode_parms=of_last if held else None)


# --- In the midst of what is drawn ----------------------------------------------------------------


def _inline(data: bytes) -> list[tuple[bytes, int]]:
    """The photographs within what is drawn: the words before each, and where its data begins."""
    found = []
    begun = None
    for word in _WORD.finditer(data) if b"BI" in data else ():
        if begun is None:
            begun = word.end() if word[1] else None
        elif not word[1]:
            head = re.sub(
                rb"#([0-9A-Fa-f]{2})",
                lambda code: bytes.fromhex(code[1].decode()),
                data[begun : word.start()],
            )
            if re.search(rb"/(?:DCT|JPX)", head):
                found.append((head, word.end()))
            begun = None
    return found


def _clean_inline(stream: Any) -> None:
    data = _read(stream)
    if data is None:
        return
    out, at = bytearray(), 0
    for head, start in _inline(data):
        if start < at:
            raise Refused(_HIDDEN)
        filters = _INLINE_FILTER.findall(head)
        if len(filters) != 1 or (filters[0][0] or filters[0][1]) not in {b"/DCT", b"/DCTDecode"}:
            raise Refused(_HIDDEN)
        try:
            cleaned, end = split_jpeg(data[start:])
        except (ValueError, IndexError) as error:
            raise Refused(_HIDDEN) from error
        if re.search(rb"/(?:L|Length)[" + _SPACE + rb"]*\d", head):
            raise Refused(_HIDDEN)  # its length is said there, and would no longer be so
        out += data[at:start] + cleaned
        at = start + end
    if at and out + data[at:] != data:
        stream.write(zlib.compress(bytes(out + data[at:])), filter=pikepdf.Name.FlateDecode)


# --- JPEG 2000 ------------------------------------------------------------------------------------

_BOXES = {b"jp2h", b"jpch", b"jplh", b"cgrp", b"res "}
"""Boxes that hold boxes."""
_KEPT_BOXES = _BOXES | {
    b"jP  ", b"ftyp", b"rreq", b"jp2c", b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef",
    b"resc", b"resd", b"opct", b"creg",
}  # fmt: skip
"""What is needed to draw it; the others hold Exif, XMP, labels, or whatever else."""


def _strip_jpeg_2000(data: bytes) -> bytes:
    """A JPEG 2000 without the boxes and comments in which Exif, XMP and words are kept."""
    if data.startswith(b"\xff\x4f"):  # the bare picture, which has no boxes
        return _strip_codestream(data)
    if data[4:8] != b"jP  ":
        raise ValueError("not a JPEG 2000")
    return _strip_boxes(data, 0)


def _strip_boxes(data: bytes, depth: int) -> bytes:
    if depth > 4:
        raise ValueError("a broken JPEG 2000")
    out = bytearray()
    at = 0
    while at + 8 <= len(data):
        length, name, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16]), 16
        elif length == 0:
            length = len(data) - at
        if length < head:
            raise ValueError("a broken JPEG 2000")
        if name in _KEPT_BOXES:
            inner = data[at + head : at + length]
            if name in _BOXES:
                inner = _strip_boxes(inner, depth + 1)
            elif name == b"jp2c":
                inner = _strip_codestream(inner)
            out += (8 + len(inner)).to_bytes(4) + name + inner
        at += length
    return bytes(out)


def _strip_codestream(data: bytes) -> bytes:
    """Without the comments before the first tile."""
    if not data.startswith(b"\xff\x4f"):
        raise ValueError("a broken JPEG 2000")
    out, at = bytearray(data[:2]), 2
    while (marker := data[at : at + 2]) != b"\xff\x90":
        length = int.from_bytes(data[at + 2 : at + 4])
        if len(marker) < 2 or marker[0] != 0xFF or length < 2:
            raise ValueError("a broken JPEG 2000")
        if marker != b"\xff\x64":
            out += data[at : at + 2 + length]
        at += 2 + length
    return bytes(out + data[at:])


_STRIPPED: dict[str, Callable[[bytes], bytes]] = {
    "/DCTDecode": strip_jpeg,
    "/DCT": strip_jpeg,
    "/JPXDecode": _strip_jpeg_2000,
    "/JPX": _strip_jpeg_2000,
}
"""How what a filter unpacks is stripped; readers take the short names too."""
