"""Office documents: zips of XML and pictures, packed anew from the parts that are known."""

from pathlib import Path

from schools.uploads.open_document import clean_open_document, open_document_kind
from schools.uploads.open_xml import TYPES, clean_open_xml, open_xml_kind
from schools.uploads.refusal import Refused
from schools.uploads.zips import opened, pack, read, unpack


def office_kind(source: Path) -> str:
    """ "docx", "odp" and so on, by what a zip holds; raises Refused for any other archive."""
    with source.open("rb") as file, opened(file) as packed:
        names = set(packed.namelist())
        if "mimetype" in names:
            kind = open_document_kind(read(packed, packed.getinfo("mimetype")))
        elif TYPES in names:
            kind = open_xml_kind(read(packed, packed.getinfo(TYPES)))
        else:
            kind = None
    if kind is None:
        raise Refused(
            "is an archive or a template, not a document. Share what is in it, one file at a "
            "time, or save it as .docx, .pptx, .xlsx or PDF."
        )
    return kind


def clean_office(source: Path, target: Path, kind: str) -> None:
    """Pack a document anew: known parts only, none that acts or tells who made it where."""
    with source.open("rb") as file, opened(file) as packed:
        parts = unpack(packed)
    clean = clean_open_document if kind in {"odt", "odp", "ods"} else clean_open_xml
    with target.open("wb") as out:
        pack(clean(parts, kind), out)
