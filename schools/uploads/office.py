"""Office documents: zips of XML and pictures, packed anew from the parts that are known."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from schools.uploads.pictures import strip_picture
from schools.uploads.refusal import Refused

MOST_PARTS = 5_000
LARGEST_PART = 60 * 1024 * 1024
LARGEST_WHOLE = 200 * 1024 * 1024
MOST_TIMES = 400
"""How many times its packed size a part above a megabyte may have; sheets of nothing reach 300."""
DEEPEST = 1
"""A workbook lies behind each chart of a slide show; nothing lies in that."""

_BROKEN = "is damaged. Open it in the program that made it, and save it again."
_MACROS = (
    "holds macros, which are programs. Save it without them, as .docx, .pptx or .xlsx, or as a PDF."
)
_SEALED = (
    "has another file or a control enclosed in it ({part}). Take it out, or save the document as "
    "a PDF."
)
_FETCHES = (
    "fetches something from elsewhere when it is opened ({part}). Break the links in it, or save "
    "it as a PDF."
)
_FILMS = (
    "has a film or a sound in it ({part}), whose hidden details the portal cannot take out. Share "
    "the film by a link."
)
_STRANGE = "has a part that the portal does not know ({part}). Save it as a PDF instead."
_BOMB = "unpacks to far more than a document holds. Save it again, or as a PDF."

_MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "presentationml.presentation.main+xml": "pptx",
    "spreadsheetml.sheet.main+xml": "xlsx",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_PICTURES = {"png", "jpg", "jpeg", "jpe", "gif"}
_DRAWINGS = {"emf": (b"\x01\x00\x00\x00",), "wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")}
_FILM_ENDINGS = {
    "mp4", "m4v", "mov", "avi", "wmv", "mpg", "mpeg", "mp3", "m4a", "wav", "wma", "aac", "ogg",
}  # fmt: skip
_FONTS = {"odttf", "fntdata", "ttf", "otf"}
_STAMP = (1980, 1, 1, 0, 0, 0)

type Parts = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of Open Packaging: from a part to another, or out of the document."""

    id: str
    type: str
    target: str
    external: bool


def office_kind(source: Path) -> str:
    """ "docx", "odp" and so on, by what a zip holds; raises Refused for any other archive."""
    with source.open("rb") as file, _opened(file) as packed:
        names = set(packed.namelist())
        if "mimetype" in names:
            kind = _OPEN_DOCUMENT.get(_read(packed, packed.getinfo("mimetype")).strip())
        else:
            kind = _open_xml_kind(packed) if "[Content_Types].xml" in names else None
    if kind is None:
        raise Refused(
            "is an archive or a template, not a document. Share what is in it, one file at a "
            "time, or save it as .docx, .pptx, .xlsx or PDF."
        )
    return kind


def clean_office(source: Path, target: Path, kind: str) -> None:
    """Pack a document anew: known parts only, none that acts or tells who made it where."""
    with source.open("rb") as file:
        parts = _clean_parts(file, kind, depth=0)
    with target.open("wb") as out:
        _pack(parts, out)


def _clean_parts(file: IO[bytes], kind: str, *, depth: int) -> Parts:
    with _opened(file) as packed:
        parts = _unpack(packed)
    if kind in _MAIN.values():
        return _clean_open_xml(parts, kind, depth)
    return _clean_open_document(parts)


# --- Zips ---------------------------------------------------------------------------------------


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused(_BROKEN) from error


def _unpack(packed: zipfile.ZipFile) -> Parts:
    """Every part by its name, within bounds that are counted, not believed."""
    entries = packed.infolist()
    if len(entries) > MOST_PARTS:
        raise Refused(_BOMB)
    parts: Parts = {}
    whole = 0
    for entry in entries:
        if entry.is_dir():
            continue
        _refuse_trick(entry, parts)
        data = _read(packed, entry)
        whole += len(data)
        if whole > LARGEST_WHOLE:
            raise Refused(_BOMB)
        parts[entry.filename] = data
    return parts


def _refuse_trick(entry: zipfile.ZipInfo, seen: Parts) -> None:
    name = entry.filename
    way = PurePosixPath(name)
    tricks = "\\" in name or ":" in name or way.is_absolute() or ".." in way.parts
    if tricks or name in seen or entry.orig_filename != name or not name.isprintable():
        raise Refused(_BROKEN)
    if entry.flag_bits & 0x1:
        raise Refused("is locked with a password. Save it without one.")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refused(_BROKEN)


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    most = LARGEST_PART
    if entry.compress_size * MOST_TIMES < most:
        most = max(1024 * 1024, entry.compress_size * MOST_TIMES)
    try:
        with packed.open(entry) as part:
            data = part.read(most + 1)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
    ) as error:  # fmt: skip
        raise Refused(_BROKEN) from error
    if len(data) > most:
        raise Refused(_BOMB)
    return data


def _pack(parts: Parts, out: IO[bytes]) -> None:
    """The same parts give the same bytes; what says of which kind it is comes first."""
    first = [name for name in ("mimetype", "[Content_Types].xml") if name in parts]
    rest = sorted(parts.keys() - set(first))
    with zipfile.ZipFile(out, "w") as packed:
        for name in (*first, *rest):
            entry = zipfile.ZipInfo(name, date_time=_STAMP)
            entry.create_system = 0
            stored = name == "mimetype" or _ending(name) in _PICTURES
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(entry, parts[name])


# --- XML ----------------------------------------------------------------------------------------


def _ending(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[2].lower()  # of ".rels" it is "rels"


def _refuse_unusual_xml(data: bytes) -> None:
    """XML here is UTF-8 and declares nothing: entities are how XML bombs and spies are made."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Refused(_BROKEN)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(_BROKEN) from error


def _tree(data: bytes) -> ElementTree.Element:
    _refuse_unusual_xml(data)
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - no DTD, see above
    except ElementTree.ParseError as error:
        raise Refused(_BROKEN) from error


# --- Word, PowerPoint, Excel ----------------------------------------------------------------------


def _open_xml_kind(packed: zipfile.ZipFile) -> str | None:
    data = _read(packed, packed.getinfo("[Content_Types].xml"))
    types = [element.get("ContentType", "") for element in _tree(data)]
    if any("macroEnabled" in one or "vbaProject" in one for one in types):
        raise Refused(_MACROS)
    found = {kind for one in types for end, kind in _MAIN.items() if one.endswith(end)}
    # A part of another kind could be opened as that kind: one main part, or none is taken.
    return found.pop() if len(found) == 1 else None


_OPEN_XML_TELLS: tuple[tuple[re.Pattern[str], re.Pattern[bytes], bytes], ...] = tuple(
    (re.compile(part), re.compile(pattern, re.DOTALL), new)
    for part, pattern, new in (
        (r"^word/", rb'\b(w\d*:author)="[^"]*"', rb'\1="Author"'),
        (r"^word/", rb'\b(w\d*:(?:initials|providerId|userId))="[^"]*"', rb'\1=""'),
        (r"^word/settings\.xml$", rb"<w:attachedTemplate\b[^>]*/>", b""),
        (r"^word/", rb"<w:printerSettings\b[^>]*/>", b""),
        (
            r"^ppt/(commentAuthors|authors)",
            rb'\b(name|initials|userId|providerId)="[^"]*"',
            rb'\1="Author"',
        ),
        (r"^xl/comments", rb"<(\w*:?author)>[^<]*</", rb"<\1>Author</"),
        (r"^xl/persons/", rb'\b(displayName|userId|providerId)="[^"]*"', rb'\1="Author"'),
        (r"^xl/workbook\.xml$", rb'(absPath\b[^>]*?\burl=)"[^"]*"', rb'\1""'),
        (r"^xl/workbook\.xml$", rb'\b(userName)="[^"]*"', rb'\1=""'),
        (
            r"^xl/(work|chart|dialog)sheets/",
            rb'(<\w*:?pageSetup\b[^>]*?)\s+\w+:id="[^"]*"',
            rb"\1",
        ),
    )
)
_DROPPED = re.compile(
    r"^(docProps/(thumbnail|custom)|customXml/|_xmlsignatures/|.*/printerSettings/|userCustomization/"
    r"|word/webSettings\.xml$|.*/(changesInfos|revisionInfo)/)"
)
_DYNAMIC = re.compile(
    rb"(?:instrText[^>]*>|fldSimple[^>]*instr=\")\s*DDE(?:AUTO)?\b|<\w*:?ddeLink\b"
)
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def _clean_open_xml(parts: Parts, kind: str, depth: int) -> Parts:
    cleaned: Parts = {}
    for name, data in parts.items():
        if _DROPPED.match(name):
            continue
        if name == "docProps/core.xml":
            cleaned[name] = _CORE
        elif name == "docProps/app.xml":
            cleaned[name] = _APP
        else:
            cleaned[name] = _clean_open_xml_part(name, data, depth)
    if not any(name.startswith({"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}[kind])
               for name in cleaned):  # fmt: skip
        raise Refused(_BROKEN)
    for name in list(cleaned):
        if name.endswith(".rels"):
            cleaned[name] = _clean_links(name, cleaned)
    cleaned["[Content_Types].xml"] = _clean_types(cleaned)
    return cleaned


def _clean_open_xml_part(name: str, data: bytes, depth: int) -> bytes:
    ending = _ending(name)
    base = PurePosixPath(name).name.lower()
    if "vba" in base:
        raise Refused(_MACROS)
    if re.search(r"/(externalLinks|queryTables)/|/connections\.xml$", name):
        raise Refused(_FETCHES.format(part=base))
    if "activex" in name.lower() or "/ctrlProps/" in name:
        raise Refused(_SEALED.format(part=base))
    if ending in {"xml", "rels", "vml"} or name == "[Content_Types].xml":
        return _clean_xml(name, data)
    if ending in {"docx", "pptx", "xlsx"} and "/embeddings/" in name:
        return _clean_embedded(base, data, depth)
    return _clean_binary(name, data)


def _clean_embedded(base: str, data: bytes, depth: int) -> bytes:
    """The workbook behind a chart, by the same rules as the document that it is in."""
    file = io.BytesIO(data)
    with _opened(file) as packed:
        known = "[Content_Types].xml" in packed.namelist()
        kind = _open_xml_kind(packed) if known and depth < DEEPEST else None
    if kind is None:
        raise Refused(_SEALED.format(part=base))
    out = io.BytesIO()
    _pack(_clean_parts(file, kind, depth=depth + 1), out)
    return out.getvalue()


def _clean_xml(name: str, data: bytes) -> bytes:
    _refuse_unusual_xml(data)
    if _DYNAMIC.search(data):
        raise Refused(_FETCHES.format(part=PurePosixPath(name).name))
    for part, pattern, new in _OPEN_XML_TELLS:
        if part.search(name):
            data = pattern.sub(new, data)
    return data


def _clean_binary(name: str, data: bytes) -> bytes:
    """A picture, drawing or font within a document; anything else is refused by its name."""
    ending, base = _ending(name), PurePosixPath(name).name
    if ending in _PICTURES:
        try:
            return strip_picture(data)
        except ValueError as error:
            raise Refused(_STRANGE.format(part=base)) from error
    if ending in _DRAWINGS:
        # An EMF begins with the number of its first record, a WMF with one of two marks.
        if data.startswith(_DRAWINGS[ending]):
            return data
        raise Refused(_STRANGE.format(part=base))
    if ending == "svg":
        _refuse_unusual_xml(data)
        if re.search(rb"<script|\son\w+\s*=|javascript:", data, re.IGNORECASE):
            raise Refused(_STRANGE.format(part=base))
        return data
    if ending in _FONTS and not data.startswith((b"MZ", b"\x7fELF", b"PK", b"\xd0\xcf")):
        return data
    if ending in _FILM_ENDINGS:
        raise Refused(_FILMS.format(part=base))
    if "/embeddings/" in name or data.startswith((b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")):
        raise Refused(_SEALED.format(part=base))
    raise Refused(_STRANGE.format(part=base))


def _links(data: bytes) -> Iterator[Link]:
    for element in _tree(data):
        yield Link(
            id=element.get("Id", ""),
            type=element.get("Type", ""),
            target=element.get("Target", ""),
            external=element.get("TargetMode", "") == "External",
        )


def _clean_links(name: str, parts: Parts) -> bytes:
    """The relationships of a part, without those to what is left out; none fetches by itself."""
    owner = PurePosixPath(name).parent.parent
    rows = []
    for link in _links(parts[name]):
        kind = link.type.rpartition("/")[2]
        if link.external:
            target = _clean_way_out(link, kind)
            if target is None:
                continue
        else:
            target = link.target
            if not _leads_somewhere(owner, target, parts):
                continue
        mode = ' TargetMode="External"' if link.external else ""
        rows.append(
            f"<Relationship Id={quoteattr(link.id)} Type={quoteattr(link.type)} "
            f"Target={quoteattr(target)}{mode}/>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
        '"http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(rows)}</Relationships>"
    ).encode()


def _clean_way_out(link: Link, kind: str) -> str | None:
    """Where a link out of the document may lead; None when the relationship goes."""
    if kind == "attachedTemplate":
        return None
    if kind in {"hyperlink", "video", "media"}:  # these wait for a click
        known = link.target.lower().startswith(("http://", "https://", "mailto:", "#"))
        return link.target if known else "about:blank"
    raise Refused(_FETCHES.format(part=kind))


def _leads_somewhere(owner: PurePosixPath, target: str, parts: Parts) -> bool:
    if target.startswith("#"):
        return True
    way = PurePosixPath(target.lstrip("/")) if target.startswith("/") else owner / target
    steps: list[str] = []
    for step in way.parts:
        if step == "..":
            if not steps:
                raise Refused(_BROKEN)
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps) in parts or target == "NULL"  # PowerPoint's word for none


def _clean_types(parts: Parts) -> bytes:
    rows = []
    for element in _tree(parts["[Content_Types].xml"]):
        kind = element.get("ContentType", "")
        ending, part = element.get("Extension"), element.get("PartName")
        if ending is not None:
            rows.append(f"<Default Extension={quoteattr(ending)} ContentType={quoteattr(kind)}/>")
        elif part is not None and part.lstrip("/") in parts:
            rows.append(f"<Override PartName={quoteattr(part)} ContentType={quoteattr(kind)}/>")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns='
        '"http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{''.join(rows)}</Types>"
    ).encode()


# --- OpenDocument ---------------------------------------------------------------------------------

_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)
_ODF_DROPPED = re.compile(
    r"^(Thumbnails/|Configurations2/|layout-cache$|META-INF/(document|macro)signatures\.xml$"
    r"|manifest\.rdf$|.*\.rdf$|ObjectReplacements/)"
)
_ODF_TELLS = (
    (re.compile(rb"<(dc:creator|text:initial-creator|text:creator|meta:creator-initials|"
                rb"loext:sender-initials|text:author-name|text:author-initials)([^>/]*)>[^<]*</"),
     rb"<\1\2></"),
    (re.compile(rb'(<config:config-item\b[^>]*config:name="Printer(?:Name|Setup)"[^>]*>)[^<]*</'),
     rb"\1</"),
)  # fmt: skip
_ODF_FETCHES = re.compile(
    rb"<draw:(?:image|object|object-ole|plugin|applet|floating-frame|fill-image)\b[^>]*?"
    rb'xlink:href="(?:[a-z][a-z0-9+.-]*:|//|/|\.\./)',
    re.IGNORECASE,
)
_ODF_FETCHES_TOO = re.compile(
    rb"<(?:table:(?:table-source|cell-range-source|dde-link)|text:dde-connection-decl|"
    rb"text:section-source|office:dde-source)\b"
)
_ODF_MACROS = re.compile(rb"<script:event-listener\b|<script:module\b|<draw:(?:applet|plugin)\b")


def _clean_open_document(parts: Parts) -> Parts:
    cleaned: Parts = {}
    for name, data in parts.items():
        if _ODF_DROPPED.match(name):
            continue
        cleaned[name] = _clean_odf_part(name, data)
    if "content.xml" not in cleaned or "META-INF/manifest.xml" not in cleaned:
        raise Refused(_BROKEN)
    cleaned["META-INF/manifest.xml"] = _clean_manifest(cleaned)
    return cleaned


def _clean_odf_part(name: str, data: bytes) -> bytes:
    base = PurePosixPath(name).name
    if name.startswith(("Basic/", "Scripts/", "Dialogs/")):
        raise Refused(_MACROS)
    if name == "mimetype":
        return data
    if base == "meta.xml":
        return _META
    if _ending(name) != "xml":
        return _clean_binary(name, data)
    _refuse_unusual_xml(data)
    if _ODF_MACROS.search(data):
        raise Refused(_MACROS)
    if _ODF_FETCHES.search(data) or _ODF_FETCHES_TOO.search(data):
        raise Refused(_FETCHES.format(part=base))
    for pattern, new in _ODF_TELLS:
        data = pattern.sub(new, data)
    return data


def _clean_manifest(parts: Parts) -> bytes:
    space = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
    rows = []
    for element in _tree(parts["META-INF/manifest.xml"]):
        if len(element):
            raise Refused("is locked with a password. Save it without one.")
        path, kind = element.get(f"{space}full-path", ""), element.get(f"{space}media-type", "")
        folder = path.endswith("/") and any(name.startswith(path) for name in parts)
        if path == "/" or folder or path in parts:
            rows.append(
                f"<manifest:file-entry manifest:full-path={quoteattr(path)} "
                f"manifest:media-type={quoteattr(kind)}/>"
            )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f"{''.join(rows)}</manifest:manifest>"
    ).encode()
