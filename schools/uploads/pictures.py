"""Pictures: those that are shared are drawn anew, those inside documents lose what they tell."""

import io
import struct
import warnings
import zlib
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from schools.uploads.refusal import Refused

MOST_PIXELS = 30_000_000
"""30 megapixels: a page at 500 dots an inch, and 120 MB in memory while it is drawn anew."""

_SMALLER = "Save it smaller: 2,000 pixels across fill a screen."
_UNREADABLE = "cannot be read as the picture that it says it is. Save it again, or take another."


def clean_picture(source: Path, target: Path, kind: str) -> None:
    """Draw a picture anew, upright and in the usual colours, without a word about its making."""
    form = kind.upper()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(source, formats=(form,)) as probe:
                _refuse_strange(probe)
                probe.verify()
            with Image.open(source, formats=(form,)) as picture:
                picture.load()
                drawn = _in_usual_colours(ImageOps.exif_transpose(picture), form)
    except (Refused, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise Refused(f"has far too many pixels. {_SMALLER}") from error
    except Exception as error:
        # Decoders of damaged files raise whatever they stumble over.
        raise Refused(_UNREADABLE) from error
    drawn.info = {}
    options = {"JPEG": {"quality": 90}, "PNG": {}, "WEBP": {"quality": 90}}[form]
    drawn.save(target, format=form, **options)


def _refuse_strange(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(
            f"has {picture.width} by {picture.height} pixels, and 30 million in all are the most. "
            f"{_SMALLER}"
        )
    if getattr(picture, "is_animated", False):
        raise Refused("moves. Save one picture of it, or share a link to it.")


def _in_usual_colours(picture: Image.Image, form: str) -> Image.Image:
    """The picture in sRGB or grey, so that no profile has to go with it."""
    profile = picture.info.get("icc_profile")
    clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    if form == "JPEG" and picture.mode in {"L", "1"}:
        return picture.convert("L")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
        try:
            turned = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=wanted,
            )
        except ImageCms.PyCMSError:
            turned = None  # a broken profile says nothing about the colours
        if turned is not None:
            return turned
    if clear and form != "JPEG":
        return picture.convert("RGBA")
    return picture.convert("L" if picture.mode in {"1", "L", "I;16"} else "RGB")


# --- Inside documents ---------------------------------------------------------------------------


def strip_picture(data: bytes) -> bytes:
    """A JPEG, PNG or GIF from within a document, not a pixel changed, without what it tells.

    Raises ValueError when it is none of them, or broken.
    """
    try:
        if data.startswith(b"\xff\xd8"):
            return strip_jpeg(data)
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _strip_png(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _strip_gif(data)
    except (IndexError, struct.error) as error:
        raise ValueError("a broken picture") from error
    raise ValueError("not a JPEG, PNG or GIF")


_KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""JFIF, colour profile, Adobe's word on the colours; the rest is Exif, XMP, IPTC and thumbnails."""


def strip_jpeg(data: bytes) -> bytes:
    """A JPEG without Exif, XMP, IPTC, thumbnails, comments, and what comes after its end."""
    return split_jpeg(data)[0]


def split_jpeg(data: bytes) -> tuple[bytes, int]:
    """`strip_jpeg` of what `data` begins with, and where in it that picture ends."""
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("not a JPEG")
    out = bytearray(b"\xff\xd8")
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("a broken JPEG")
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == 0xD9:
            return bytes(out + b"\xff\xd9"), at + 2
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 2
            continue
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        if length < 2 or at + 2 + length > len(data):
            raise ValueError("a broken JPEG")
        out += _kept_segment(marker, data[at : at + 2 + length])
        at += 2 + length
        if marker == 0xDA:  # what is drawn, up to the next marker that is one
            end = _end_of_scan(data, at)
            out += data[at:end]
            at = end
            if at + 1 >= len(data):
                return bytes(out + b"\xff\xd9"), len(data)  # cut off, as scanners leave them


def _kept_segment(marker: int, segment: bytes) -> bytes:
    if marker == 0xFE:
        return b""
    if not 0xE0 <= marker <= 0xEF:
        return segment
    word = _KEPT_APPS.get(marker)
    if word is None or not segment[4:].startswith(word):
        return b""
    if marker == 0xE0 and len(segment) > 18:  # the picture in small, as it once was
        return b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0"
    return segment


def _end_of_scan(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) != -1 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


_KEPT_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs",
    b"sBIT", b"bKGD", b"acTL", b"fcTL", b"fdAT", b"cICP",
}  # fmt: skip


def _strip_png(data: bytes) -> bytes:
    out = bytearray(data[:8])
    at = 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        chunk = data[at:end]
        if len(chunk) != 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise ValueError("a broken PNG")
        if name in _KEPT_CHUNKS:
            out += chunk
        if name == b"IEND":
            return bytes(out)
        at = end
    raise ValueError("a broken PNG")


def _strip_gif(data: bytes) -> bytes:
    def table(flags: int) -> int:
        return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0

    def past_blocks(at: int) -> int:
        while data[at]:
            at += data[at] + 1
        return at + 1

    at = 13 + table(data[10])
    out = bytearray(data[:at])
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            end = past_blocks(at + 11 + table(data[at + 9]))
            out += data[at:end]
        elif data[at] == 0x21:
            end = past_blocks(at + 2)
            loops = data[at + 1] == 0xFF and data[at + 3 : at + 14] == b"NETSCAPE2.0"
            if data[at + 1] == 0xF9 or loops:
                out += data[at:end]
        else:
            raise ValueError("a broken GIF")
        at = end
    return bytes(out + b";")
