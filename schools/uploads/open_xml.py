"""Word, PowerPoint and Excel: parts judged by name, by content type and by what leads to them.

A part is what its type and its relationships make of it, whatever it is called: the properties that
say who made a document may lie anywhere. So each test asks for all three, in small letters.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self
from xml.sax.saxutils import quoteattr

from schools.uploads.parts import (
    FETCHES,
    MACROS,
    SEALED,
    STRANGE,
    Attributes,
    clean_binary,
    local,
    refuse_unusual_xml,
    tree,
    walk,
)
from schools.uploads.refusal import Refused
from schools.uploads.zips import BROKEN, Parts, ending, key_of, opened, pack, read, unpack

TYPES = "[Content_Types].xml"
DEEPEST = 1
"""A workbook lies behind each chart of a slide show; nothing lies in that."""
_MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "presentationml.presentation.main+xml": "pptx",
    "spreadsheetml.sheet.main+xml": "xlsx",
}
_XML = re.compile(
    r"^(application|text)/xml$|^application/(inkml|mathml)\+xml$"
    r"|^application/vnd\.(openxmlformats|ms)-[\w.-]+(\+xml|\.vmldrawing)$"
)
"""Types of XML that Office writes; HTML, for one, would be read as a page and fetch pictures."""
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)

# By name, each in small letters.
_STRANGERS = re.compile(r"^(meta-inf|basic|scripts|dialogs)/|^(mimetype|content\.xml)$")
"""By these another office program would take it for a document of the other family."""
_DROPPED = re.compile(
    r"^(docprops/(thumbnail|custom)|customxml/|customui/|_xmlsignatures/|.*/printersettings/"
    r"|usercustomization/|word/websettings\.xml$|.*/(changesinfos|revisioninfo|webextensions)/)"
)
_NAMED_FETCH = re.compile(r"/(externallinks|querytables)/|(^|/)connections\.xml$")
_NAMED_SEAL = re.compile(r"activex|/ctrlprops/")

# By content type and by the last words of relationships, in small letters and without hyphens.
_IS_CORE = re.compile(r"\bcoreproperties")
_IS_APP = re.compile(r"\bextendedproperties")
_IS_DROPPED = re.compile(
    r"customproperties\b|customxml|customui|\bextensibility\b|usercustomization|thumbnail"
    r"|digitalsignature|printersettings|websettings|changesinfo|revisioninfo|webextension"
)
_IS_MACRO = re.compile(r"vba|macrosheet|macroenabled|attachedtoolbars|keymapcustomizations")
_IS_FETCH = re.compile(r"externallink|querytable|\bconnections\b|mailmerge|recipientdata")
_IS_SEAL = re.compile(r"activex|ctrlprop|controlproperties|afchunk|oleobject|\bcontrol\b")

_VALUE = rb"""\s*=\s*(?:"[^"]*"|'[^']*')"""
_TELLS: tuple[tuple[str, re.Pattern[str], re.Pattern[bytes], bytes], ...] = tuple(
    (kind, re.compile(part), re.compile(pattern, re.DOTALL), new)
    for kind, part, pattern, new in (
        ("docx", r"", rb"\b(\w+:author)" + _VALUE, rb'\1="Author"'),
        ("docx", r"", rb"\b(\w+:(?:initials|providerId|userId))" + _VALUE, rb'\1=""'),
        ("docx", r"", rb"<\w+:(?:attachedTemplate|printerSettings)\b[^>]*/>", b""),
        (
            "pptx",
            r"authors",
            rb"\b(name|initials|userId|providerId)" + _VALUE,
            rb'\1="Author"',
        ),
        ("xlsx", r"comments", rb"<((?:\w+:)?author)>[^<]*</", rb"<\1>Author</"),
        ("xlsx", r"person", rb"\b(displayName|userId|providerId)" + _VALUE, rb'\1="Author"'),
        ("xlsx", r"workbook|main\+xml", rb"(absPath\b[^>]*?\burl)" + _VALUE, rb'\1=""'),
        ("xlsx", r"workbook|main\+xml", rb"\b(userName)" + _VALUE, rb'\1=""'),
        ("xlsx", r"sheet", rb"(<(?:\w+:)?pageSetup\b[^>]*?)\s+\w+:id" + _VALUE, rb"\1"),
    )
)
_FETCHING_FIELD = re.compile(
    r"\x01\s*(?:\x01|\"?(?:DDE(?:AUTO)?|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT)\b)",
    re.IGNORECASE,
)
"""A field, \\x01 being where one begins, that fetches; or whose very name another field makes."""
_FETCHING_FORMULA = re.compile(
    rb"<(?:\w+:)?ddeLink\b|<(?:\w+:)?(?:f|formula\d?|definedName)\b[^>]*>[^<]*(?:\b|_)(?:WEBSERVICE|_xlfn\.IMAGE|RTD)\s*\("
)


@dataclass(frozen=True, slots=True)
class Types:
    """What a document says of which kind its parts are, by their endings and by their keys; and
    the names by which it calls these."""

    by_ending: dict[str, str]
    by_part: dict[str, str]
    names: dict[str, str]

    @classmethod
    def of(cls, data: bytes) -> Self:
        types = cls({}, {}, {})
        for element in tree(data):
            kind = element.get("ContentType", "").partition(";")[0].strip()
            ending, part = element.get("Extension"), element.get("PartName")
            if local(element.tag) == "Default" and ending and part is None:
                table, key = types.by_ending, key_of(ending)
            elif local(element.tag) == "Override" and part and ending is None:
                table, key = types.by_part, key_of(part.removeprefix("/"))
            else:
                raise Refused(BROKEN)
            if key in table:
                raise Refused(BROKEN)
            table[key] = kind
            types.names[key] = part or ""
        return types

    def all(self) -> list[str]:
        return [one.lower() for one in (*self.by_ending.values(), *self.by_part.values())]

    def kind(self, key: str) -> str:
        """The type of a part in small letters, "" where none is said."""
        return (self.by_part.get(key) or self.by_ending.get(ending(key), "")).lower()


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of Open Packaging: from a part to another, or out of the document."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of its type: the older and the strict standard differ before it."""
        return self.type.rpartition("/")[2].lower()


@dataclass(frozen=True, slots=True)
class Part:
    """One part with all that says what it is: `key` is its name, `role` its type and what leads
    to it, without hyphens; all in small letters."""

    name: str
    key: str
    type: str
    role: str


def open_xml_kind(types: bytes) -> str | None:
    """ "docx", "pptx" or "xlsx" by the list of types; None for a template or a show."""
    said = Types.of(types).all()
    if any("macroenabled" in one or "vbaproject" in one for one in said):
        raise Refused(MACROS)
    main = {one for one in said if one.endswith(".main+xml")}
    found = {next((kind for end, kind in _MAIN.items() if one.endswith(end)), "") for one in main}
    # A part of another kind could be opened as that kind: one main part, or none is taken.
    return (found.pop() or None) if len(found) == 1 else None


def clean_open_xml(parts: Parts, kind: str, depth: int = 0) -> Parts:
    """The parts that stay, cleaned; raises Refused for what acts, fetches or is not known."""
    types = Types.of(parts[TYPES])
    cleaned: Parts = {}
    main = False
    for part in _judged(parts, types):
        if _DROPPED.match(part.key) or _IS_DROPPED.search(part.role):
            continue
        main |= part.type.endswith(tuple(end for end, one in _MAIN.items() if one == kind))
        if part.key == "docprops/core.xml" or _IS_CORE.search(part.role):
            cleaned[part.name] = _CORE
        elif part.key == "docprops/app.xml" or _IS_APP.search(part.role):
            cleaned[part.name] = _APP
        else:
            cleaned[part.name] = _clean_part(part, parts[part.name], kind, depth)
    if not main:
        raise Refused(BROKEN)
    keys = {key_of(name) for name in cleaned}
    for name in cleaned:
        if ending(name) == "rels":
            cleaned[name] = _clean_links(name, cleaned[name], keys)
    cleaned[TYPES] = _written(types, keys)
    return cleaned


def _judged(parts: Parts, types: Types) -> Iterator[Part]:
    """Every part but the list of types, with what it is said to be."""
    roles: dict[str, list[str]] = {}
    for name, data in parts.items():
        if ending(name) == "rels":
            for link in _links(data):
                where = None if link.external else _leads_to(name, link.target)
                if where:
                    roles.setdefault(where, []).append(link.kind)
    for name in parts:
        key = key_of(name)
        if _STRANGERS.search(key):
            raise Refused(BROKEN)
        if name != TYPES:
            type_ = types.kind(key)
            role = " ".join((type_, *roles.get(key, ()))).replace("-", "")
            yield Part(name, key, type_, role)


def _clean_part(part: Part, data: bytes, kind: str, depth: int) -> bytes:
    end, base = ending(part.key), PurePosixPath(part.key).name
    if "vba" in base or _IS_MACRO.search(part.role):
        raise Refused(MACROS)
    if _NAMED_FETCH.search(part.key) or _IS_FETCH.search(part.role):
        raise Refused(FETCHES.format(part=base))
    if _NAMED_SEAL.search(part.key) or _IS_SEAL.search(part.role):
        raise Refused(SEALED.format(part=base))
    if end in {"xml", "vml"} and _XML.match(part.type):
        return _clean_xml(part, data, kind)
    if end == "rels" and part.type == _RELATIONSHIPS:
        return data
    if end in {"docx", "pptx", "xlsx"} and "/embeddings/" in part.key:
        return _clean_embedded(base, data, depth)
    if end in {"xml", "vml", "rels"}:
        raise Refused(STRANGE.format(part=base))
    return clean_binary(part.name, data, part.type)


def _clean_embedded(base: str, data: bytes, depth: int) -> bytes:
    """The workbook behind a chart, by the same rules as the document that it is in."""
    with opened(io.BytesIO(data)) as packed:
        known = TYPES in packed.namelist() and depth < DEEPEST
        kind = open_xml_kind(read(packed, packed.getinfo(TYPES))) if known else None
        if kind is None:
            raise Refused(SEALED.format(part=base))
        parts = unpack(packed)
    out = io.BytesIO()
    pack(clean_open_xml(parts, kind, depth + 1), out)
    return out.getvalue()


def _clean_xml(part: Part, data: bytes, kind: str) -> bytes:
    refuse_unusual_xml(data)
    if _FETCHING_FORMULA.search(data) or (b"instr" in data and _has_fetching_field(data)):
        raise Refused(FETCHES.format(part=PurePosixPath(part.name).name))
    what = f"{part.key} {part.role}"
    for whose, of, pattern, new in _TELLS:
        if whose == kind and of.search(what):
            data = pattern.sub(new, data)
    return data


def _has_fetching_field(data: bytes) -> bool:
    """Whether a field of Word fetches; its words may be cut into many pieces."""
    said: list[str] = []
    inside = [""]

    def start(name: str, attributes: Attributes) -> None:
        inside[0] = local(name)
        here = {local(key): value for key, value in attributes.items()}
        if inside[0] == "fldChar":
            said.append("\x01" if here.get("fldCharType") == "begin" else "\x02")
        elif inside[0] == "fldSimple":
            said.append(f"\x01{here.get('instr', '')}\x02")

    def text(words: str) -> None:
        if inside[0] in {"instrText", "delInstrText"}:
            said.append(words)

    walk(data, start, text)
    return _FETCHING_FIELD.search("".join(said)) is not None


# --- Relationships ------------------------------------------------------------------------------


def _links(data: bytes) -> Iterator[Link]:
    for element in tree(data):
        mode = element.get("TargetMode", "Internal")
        if local(element.tag) != "Relationship" or mode not in {"Internal", "External"}:
            raise Refused(BROKEN)
        yield Link(
            id=element.get("Id", ""),
            type=element.get("Type", ""),
            target=element.get("Target", ""),
            external=mode == "External",
        )


def _clean_links(name: str, data: bytes, keys: set[str]) -> bytes:
    """The relationships of a part, without those to what is left out; none fetches by itself."""
    rows = []
    for link in _links(data):
        target: str | None = link.target
        if link.external:
            target = _clean_way_out(link)
        elif not (link.target.startswith("#") or link.target == "NULL"):  # PowerPoint's for none
            target = link.target if _leads_to(name, link.target) in keys else None
        if target is None:
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


def _clean_way_out(link: Link) -> str | None:
    """Where a link out of the document may lead; None when the relationship goes."""
    if link.kind == "attachedtemplate":
        return None
    if link.kind in {"hyperlink", "video", "media"}:  # these wait for a click
        known = link.target.lower().startswith(("http://", "https://", "mailto:", "#"))
        return link.target if known else "about:blank"
    raise Refused(FETCHES.format(part=link.type.rpartition("/")[2]))


def _leads_to(name: str, target: str) -> str | None:
    """The key of the part that a relationship in the part `name` leads to, be there one or not;
    None when it is written so that readers differ about it."""
    if re.search(r"\\|%(?:2f|5c|2e)|//", target, re.IGNORECASE):
        return None
    owner = PurePosixPath(name).parent.parent
    way = PurePosixPath(target.lstrip("/")) if target.startswith("/") else owner / target
    steps: list[str] = []
    for step in way.parts:
        if step == "..":
            if not steps:
                raise Refused(BROKEN)
            steps.pop()
        elif step != ".":
            steps.append(step)
    return key_of("/".join(steps))


def _written(types: Types, keys: set[str]) -> bytes:
    rows = [
        f"<Default Extension={quoteattr(end)} ContentType={quoteattr(kind)}/>"
        for end, kind in types.by_ending.items()
    ]
    rows += [
        f"<Override PartName={quoteattr(types.names[key])} ContentType={quoteattr(kind)}/>"
        for key, kind in types.by_part.items()
        if key in keys
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns='
        '"http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{''.join(rows)}</Types>"
    ).encode()
