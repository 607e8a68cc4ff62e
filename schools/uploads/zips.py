"""Zips, unpacked within bounds that are counted, not believed, and packed alike every time."""

import re
import unicodedata
import zipfile
import zlib
from typing import IO
from urllib.parse import unquote

from schools.uploads.refusal import Refused

MOST_PARTS = 5_000
LARGEST_PART = 60 * 1024 * 1024
LARGEST_WHOLE = 200 * 1024 * 1024
MOST_TIMES = 400
"""How many times its packed size a part above a megabyte may have; sheets of nothing reach 300."""

BROKEN = "is damaged. Open it in the program that made it, and save it again."
_BOMB = "unpacks to far more than a document holds. Save it again, or as a PDF."
_STORED = {"png", "jpg", "jpeg", "jpe", "gif"}
_STAMP = (1980, 1, 1, 0, 0, 0)
_NEEDLESS = re.compile(r"%(?![0-9A-Fa-f]{2})|%(?:2[5DdEeFf]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]"
                       r"|5[CcFf]|7[EeFf]|[01][0-9A-Fa-f])")  # fmt: skip
"""Escapes of what stands for itself, of strokes and of signs that do not print."""

type Parts = dict[str, bytes]


def key_of(name: str) -> str:
    """What tells one part from another: readers take "Core.XML" and "core%2exml" for one name."""
    return unicodedata.normalize("NFKC", unquote(name)).casefold()


def ending(name: str) -> str:
    """The last ending in small letters; of ".rels" it is "rels"."""
    return name.rpartition("/")[2].rpartition(".")[2].lower()


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused(BROKEN) from error


def unpack(packed: zipfile.ZipFile) -> Parts:
    """Every part by its name; no two have names that a reader could take for one."""
    entries = packed.infolist()
    if len(entries) > MOST_PARTS:
        raise Refused(_BOMB)
    parts: Parts = {}
    seen: set[str] = set()
    whole = 0
    for entry in entries:
        if entry.is_dir():
            continue
        _refuse_trick(entry, seen)
        data = read(packed, entry)
        whole += len(data)
        if whole > LARGEST_WHOLE:
            raise Refused(_BOMB)
        parts[entry.filename] = data
        seen.add(key_of(entry.filename))
    return parts


def _refuse_trick(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    name, key = entry.filename, key_of(entry.filename)
    tricks = "\\" in name or ":" in name or _NEEDLESS.search(name)
    # Some readers leave out what these steps end with, so that another name comes of it.
    if tricks or any(not step or step[-1] in ". " or step[0] == " " for step in name.split("/")):
        raise Refused(BROKEN)
    if key in seen or entry.orig_filename != name or not name.isprintable():
        raise Refused(BROKEN)
    if key.isascii() and not name.isascii():  # letters that only look like those of another name
        raise Refused(BROKEN)
    if entry.flag_bits & 0x1:
        raise Refused("is locked with a password. Save it without one.")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refused(BROKEN)


def read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    most = LARGEST_PART
    if entry.compress_size * MOST_TIMES < most:
        most = max(1024 * 1024, entry.compress_size * MOST_TIMES)
    try:
        with packed.open(entry) as part:
            data = part.read(most + 1)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
        UnicodeDecodeError,
    ) as error:  # fmt: skip
        raise Refused(BROKEN) from error
    if len(data) > most:
        raise Refused(_BOMB)
    return data


def pack(parts: Parts, out: IO[bytes]) -> None:
    """The same parts give the same bytes; what says of which kind it is comes first."""
    first = [name for name in ("mimetype", "[Content_Types].xml") if name in parts]
    rest = sorted(parts.keys() - set(first))
    with zipfile.ZipFile(out, "w") as packed:
        for name in (*first, *rest):
            entry = zipfile.ZipInfo(name, date_time=_STAMP)
            entry.create_system = 0
            stored = name == "mimetype" or ending(name) in _STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(entry, parts[name])
