"""PDFs, written anew: what is read stays, what acts or tells is left out."""

from pathlib import Path
from typing import Any

import pikepdf

from schools.uploads.photographs import clean_photograph, refuse_split_photographs
from schools.uploads.refusal import Refused

MOST_PAGES = 1000
MOST_OBJECTS = 300_000
DEEPEST = 60
"""How deep dictionaries within one object are followed; real ones stay below ten."""

_UNREADABLE = "cannot be read as a PDF. Open it and save it as a PDF again."
_ACTS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
    "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/Trans3D",
}  # fmt: skip
"""Actions that run, send or open something; going to a page of the same file is not one."""
_TELLS = (
    "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/AF", "/EF", "/Metadata", "/PieceInfo", "/XFA",
    "/LastModified", "/Collection", "/Perms", "/Legal", "/DSS", "/Thumb", "/SpiderInfo",
    "/Requirements",
)  # fmt: skip
_SEALED = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_SCHEMES = ("http://", "https://", "mailto:", "#")


def clean_pdf(source: Path, target: Path) -> None:
    """Write a PDF anew without metadata, scripts, actions, forms that send, or enclosed files."""
    try:
        with pikepdf.open(source) as pdf:
            _refuse_locked_or_huge(pdf)
            _strip_root(pdf)
            for found in pdf.objects:
                _clean(found, 0)
            _strip_pages(pdf)
            pdf.save(
                target,
                deterministic_id=True,
                fix_metadata_version=False,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )
    except pikepdf.PasswordError as error:
        raise Refused("is locked with a password. Save it without one.") from error
    except (Refused, MemoryError):
        raise
    except Exception as error:
        # The library raises whatever it stumbles over in a damaged file.
        raise Refused(_UNREADABLE) from error


def _refuse_locked_or_huge(pdf: Any) -> None:
    if pdf.is_encrypted:
        raise Refused(
            "is locked against copying or printing. Save it without a password, or print it to a "
            "new PDF if you may."
        )
    pages, objects = len(pdf.pages), len(pdf.objects)
    if not pages:
        raise Refused("is a PDF without a page.")
    if pages > MOST_PAGES or objects > MOST_OBJECTS:
        raise Refused(
            f"is a book: it has {pages} pages, and {MOST_PAGES} are the most. Share the chapter "
            "that colleagues need."
        )


def _strip_root(pdf: Any) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for key in ("/OpenAction", "/URI"):
        if key in pdf.Root:
            del pdf.Root[key]


def _strip_pages(pdf: Any) -> None:
    """Leave out what is pinned to a page and opens something, and who wrote notes on it."""
    for page in pdf.pages:
        refuse_split_photographs(page.obj)
        notes = page.obj.get("/Annots")
        if not isinstance(notes, pikepdf.Array):
            continue
        kept = pikepdf.Array()
        for note in notes:
            if not isinstance(note, pikepdf.Dictionary) or str(note.get("/Subtype")) in _SEALED:
                continue
            if str(note.get("/Subtype")) != "/Widget":
                for key in ("/T", "/M", "/CreationDate", "/NM"):
                    if key in note:
                        del note[key]
            kept.append(note)
        page.obj["/Annots"] = kept


def _clean(found: Any, depth: int) -> None:
    """Clean one object and what stands in it; what it only refers to has its own turn."""
    if depth > DEEPEST:
        raise Refused(_UNREADABLE)
    if isinstance(found, pikepdf.Stream):
        _clean_dictionary(found, depth)
        clean_photograph(found)
    elif isinstance(found, pikepdf.Dictionary):
        _clean_dictionary(found, depth)
    elif isinstance(found, pikepdf.Array):
        for one in found:
            if isinstance(one, (pikepdf.Dictionary, pikepdf.Array)) and not one.is_indirect:
                _clean(one, depth + 1)


def _clean_dictionary(found: Any, depth: int) -> None:
    if _acts(found):
        for key in list(found.keys()):
            del found[key]
        return
    for key in _TELLS:
        if key in found:
            del found[key]
    if str(found.get("/FT")) == "/Sig" and "/V" in found:  # a signature names who signed
        del found["/V"]
    for key in list(found.keys()):
        value = found[key]
        nested = isinstance(value, (pikepdf.Dictionary, pikepdf.Array))
        if nested and not isinstance(value, pikepdf.Stream) and not value.is_indirect:
            _clean(value, depth + 1)


def _acts(found: Any) -> bool:
    kind = found.get("/S")
    if not isinstance(kind, pikepdf.Name):
        return False
    if str(kind) in _ACTS:
        return True
    return str(kind) == "/URI" and not str(found.get("/URI", "")).lower().startswith(_SCHEMES)
