"""OpenDocument: what is in a text, slides or a sheet of LibreOffice, by names and by meaning."""

import re
from pathlib import PurePosixPath
from xml.sax.saxutils import quoteattr

from schools.uploads.parts import (
    FETCHES,
    MACROS,
    Attributes,
    clean_binary,
    local,
    refuse_unusual_xml,
    tree,
    walk,
)
from schools.uploads.refusal import Refused
from schools.uploads.zips import BROKEN, Parts, ending, key_of

_KINDS = {
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_MANIFEST = "META-INF/manifest.xml"
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)
_DROPPED = re.compile(
    r"^(thumbnails/|configurations2/|layout-cache$|meta-inf/(?!manifest\.xml$)|.*\.rdf$"
    r"|objectreplacements/)"
)
_STRANGERS = re.compile(r"^\[content_types\]\.xml$|(^|/)_rels/")
"""By these another office program would take it for a document of the other family."""
_TELLS = (
    (re.compile(rb"<(\w+:(?:creator|initial-creator|creator-initials|"
                rb"sender-initials|author-name|author-initials))([^>/]*)>[^<]*</"),
     rb"<\1\2></"),
    (re.compile(rb'(<config:config-item\b[^>]*config:name="Printer(?:Name|Setup)"[^>]*>)[^<]*</'),
     rb"\1</"),
)  # fmt: skip
_AWAY = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]|\.\.", re.IGNORECASE)
_RUNS = re.compile(
    r"(vnd\.sun\.star\.(script|expand)|macro|javascript|vbscript|data|slot|service|\.uno):",
    re.IGNORECASE,
)
_SOURCES = {
    "table-source", "cell-range-source", "dde-link", "dde-connection-decl", "section-source",
    "dde-source",
}  # fmt: skip
_CALLS = re.compile(r"\b(DDE|WEBSERVICE)\s*\(", re.IGNORECASE)


def open_document_kind(mimetype: bytes) -> str | None:
    said = mimetype.strip().decode("ascii", "replace")
    return next((kind for kind, word in _KINDS.items() if word == said), None)


def clean_open_document(parts: Parts, kind: str) -> Parts:
    cleaned: Parts = {}
    for name, data in parts.items():
        key = key_of(name)
        if _STRANGERS.search(key):
            raise Refused(BROKEN)
        if not _DROPPED.match(key):
            cleaned[name] = _clean_part(name, key, data)
    if "content.xml" not in cleaned or _MANIFEST not in cleaned:
        raise Refused(BROKEN)
    cleaned["mimetype"] = _KINDS[kind].encode()
    cleaned[_MANIFEST] = _clean_manifest(cleaned, kind)
    return cleaned


def _clean_part(name: str, key: str, data: bytes) -> bytes:
    base = PurePosixPath(key).name
    if re.search(r"(^|/)(basic|scripts|dialogs)/", key):
        raise Refused(MACROS)
    if name == "mimetype":
        return data
    if base == "meta.xml":
        return _META
    if ending(key) != "xml":
        return clean_binary(name, data)
    if name == _MANIFEST:
        refuse_unusual_xml(data)
        return data
    _refuse_what_acts(PurePosixPath(name).name, data)
    for pattern, new in _TELLS:
        data = pattern.sub(new, data)
    return data


def _refuse_what_acts(base: str, data: bytes) -> None:
    """Refuse what runs or fetches something, whatever the prefixes and quotes in which it is."""

    def look(name: str, attributes: Attributes) -> None:
        space, _, word = name.rpartition(" ")
        clicked = word == "a" or (word == "event-listener" and "presentation" in space)
        said = word == "script" and ":text:" in space
        if said or word in {"applet", "plugin"} or ("script" in space and word in {
            "event-listener", "module", "library-embedded",
        }):  # fmt: skip
            raise Refused(MACROS)
        if word in _SOURCES:
            raise Refused(FETCHES.format(part=base))
        for key, value in attributes.items():
            _refuse_value(base, local(key), value.strip(), clicked=clicked)

    walk(data, look)


def _refuse_value(base: str, key: str, value: str, *, clicked: bool) -> None:
    if key == "href":
        if _RUNS.match(value):
            raise Refused(MACROS)
        if not clicked and _AWAY.match(value):
            raise Refused(FETCHES.format(part=base))
    elif key == "action" and value in {"execute", "macro"}:
        raise Refused(MACROS)
    elif key == "formula" and _CALLS.search(value):
        raise Refused(FETCHES.format(part=base))


def _clean_manifest(parts: Parts, kind: str) -> bytes:
    """A list of what is left; that the whole is of its kind is said here, whatever it said."""
    space = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
    rows, listed = [_row("/", _KINDS[kind])], {"/"}
    for element in tree(parts[_MANIFEST]):
        if len(element):
            raise Refused("is locked with a password. Save it without one.")
        path, said = element.get(f"{space}full-path", ""), element.get(f"{space}media-type", "")
        folder = path.endswith("/") and any(name.startswith(path) for name in parts)
        if (folder or path in parts) and path not in listed:
            listed.add(path)
            rows.append(_row(path, said))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f"{''.join(rows)}</manifest:manifest>"
    ).encode()


def _row(path: str, kind: str) -> str:
    return (
        f"<manifest:file-entry manifest:full-path={quoteattr(path)} "
        f"manifest:media-type={quoteattr(kind)}/>"
    )
