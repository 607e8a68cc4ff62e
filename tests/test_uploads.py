"""Files that people send: what they really are, what is left of them, and what is refused."""

import io
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ekst.demonstration.files import content_types, docx_of, links, packed, pdf_of, png_of, pptx_of
from schools.uploads import Checked, Refused, check, clean_apart, safe_name
from schools.uploads.apart import HOME
from schools.uploads.pictures import MOST_PIXELS, strip_picture

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def checked(tmp_path: Path, content: bytes, name: str) -> tuple[Checked, bytes]:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(content)
    found = check(source, name=name, target=target)
    return found, target.read_bytes()


def refused(tmp_path: Path, content: bytes, name: str) -> str:
    with pytest.raises(Refused) as caught:
        checked(tmp_path, content, name)
    assert not (tmp_path / "target").exists()
    return str(caught.value)


# --- What is taken ----------------------------------------------------------------------------


def odt_of(**more: bytes) -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {spaces}><office:body><office:text><text:p>Hello"
        "<office:annotation><dc:creator>Helen Marsh</dc:creator></office:annotation></text:p>"
        "</office:text></office:body></office:document-content>".encode(),
        "meta.xml": f"<office:document-meta {spaces}><office:meta><dc:creator>Helen Marsh"
        "</dc:creator></office:meta></office:document-meta>".encode(),
        "META-INF/manifest.xml": b"<manifest:manifest xmlns:manifest="
        b'"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        b'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        b'<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png" '
        b'manifest:media-type="image/png"/></manifest:manifest>',
        "Thumbnails/thumbnail.png": png_of([50]),
    } | more
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(document: bytes, **more: bytes) -> bytes:
    return zipped(unzipped(document) | {k.replace("__", "/"): v for k, v in more.items()})


def picture(form: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#1f5f7a").save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (pdf_of("Grids", ["One"]), "Grids.pdf", "application/pdf"),
        (png_of([10, 20]), "chart.PNG", "image/png"),
        (picture("JPEG"), "photo.jpeg", "image/jpeg"),
        (picture("WEBP"), "photo.webp", "image/webp"),
        (docx_of("Grids", ["One"]), "Grids.docx", WORD),
        (odt_of(), "Grids.odt", "application/vnd.oasis.opendocument.text"),
        (pdf_of("Grids", ["One"]), "no ending", "application/pdf"),
    ],
    ids=["pdf", "png", "jpeg", "webp", "docx", "odt", "no ending"],
)
def test_what_is_taken(content: bytes, name: str, kind: str, tmp_path: Path) -> None:
    found, written = checked(tmp_path, content, name)
    assert found.content_type == kind
    assert found.size == len(written)
    again, same = checked(tmp_path, written, found.name)
    if not kind.startswith("image/"):  # what is drawn anew is a little different each time
        assert (again.sha256, same) == (found.sha256, written)


def test_slides_are_taken_with_all_their_parts(tmp_path: Path) -> None:
    content = pptx_of("Grids", ["One", "Two"])
    _found, written = checked(tmp_path, content, "Grids.pptx")
    assert unzipped(written).keys() == unzipped(content).keys()
    assert b"<a:t>Two</a:t>" in unzipped(written)["ppt/slides/slide3.xml"]


# --- What is refused --------------------------------------------------------------------------


def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def macros() -> bytes:
    parts = unzipped(docx_of("A", ["B"]))
    types = parts["[Content_Types].xml"].replace(
        WORD.encode() + b".main+xml", b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    return zipped(parts | {"[Content_Types].xml": types, "word/vbaProject.bin": b"\xd0\xcf"})


def external(kind: str, target: str) -> bytes:
    rels = links([(kind, "x")]).replace('Target="x"', f'Target="{target}" TargetMode="External"')
    return with_parts(docx_of("A", ["B"]), **{"word___rels__document.xml.rels": rels.encode()})


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of("A", ["B"]))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def guarded_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of("A", ["B"]))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    return out.getvalue()


def huge_png(side: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9999))
        + chunk(b"IEND", b"")
    )  # fmt: skip


def zip_bomb() -> bytes:
    return with_parts(
        docx_of("A", ["B"]), **{"word__big.xml": b"<a>" + b" " * 70_000_000 + b"</a>"}
    )


def many_parts() -> bytes:
    return with_parts(docx_of("A", ["B"]), **{f"word__p{n}.xml": b"<a/>" for n in range(5001)})


def mime_of_nothing() -> bytes:
    return zipped({"a.txt": b"text", "b.exe": b"MZ"})


FIELD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b'<w:p><w:fldChar w:fldCharType="begin"/>%s<w:fldChar w:fldCharType="end"/></w:p></w:document>'
)
ODF_IMAGE = (
    b"<d:image xmlns:d='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' "
    b"xmlns:x='http://www.w3.org/1999/xlink' x:href='%s'/>"
)

HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "program": (lambda: b"MZ\x90\x00" + b"\0" * 99, "slides.pdf", "is a program"),
    "elf": (lambda: b"\x7fELF" + b"\0" * 99, "slides.pdf", "is a program"),
    "script": (lambda: b"#!/bin/sh\nrm -rf /\n", "slides.pdf", "is a program"),
    "old office": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 99, "slides.ppt", "save it as .docx"),
    "heic": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 99, "IMG_1.HEIC", "HEIC"),
    "film": (lambda: b"\0\0\0\x18ftypmp42" + b"\0" * 99, "film.mp4", "a film or a sound"),
    "svg": (svg, "drawing.svg", "SVG"),
    "html": (lambda: b"<!DOCTYPE html><script>", "page.pdf", "web page"),
    "gif": (lambda: picture("GIF"), "a.gif", "JPEG or a PNG"),
    "rar": (lambda: b"Rar!\x1a\x07" + b"\0" * 9, "a.rar", "is an archive"),
    "zip": (mime_of_nothing, "a.zip", "is an archive"),
    "empty": (lambda: b"", "a.pdf", "is empty"),
    "text": (lambda: b"just words", "a.txt", "does not take"),
    "large": (lambda: b"%PDF-" + b"\0" * (20 * 1024 * 1024), "a.pdf", "larger than 20 MB"),
    "broken pdf": (lambda: b"%PDF-1.7\nnothing", "a.pdf", "cannot be read as a PDF"),
    "locked pdf": (locked_pdf, "a.pdf", "locked with a password"),
    "guarded pdf": (guarded_pdf, "a.pdf", "locked against copying"),
    "broken jpeg": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.jpg", "cannot be read as the pic"),
    "cut png": (lambda: png_of([9])[:200], "a.png", "cannot be read as the pic"),
    "pixel bomb": (lambda: huge_png(60_000), "a.png", "far too many pixels"),
    "large picture": (lambda: huge_png(6_000), "a.png", "6000 by 6000 pixels"),
    "docx as pdf": (lambda: docx_of("A", ["B"]), "a.pdf", "says that it is .pdf"),
    "pdf as docx": (lambda: pdf_of("A", ["B"]), "a.docx", "says that it is .docx"),
    "macros": (macros, "a.docx", "macros"),
    "vba": (
        lambda: with_parts(docx_of("A", ["B"]), **{"word__vbaProject.bin": b"\xd0\xcf"}),
        "a.docx", "macros",
    ),
    "zip bomb": (zip_bomb, "a.docx", "unpacks to far more"),
    "many parts": (many_parts, "a.docx", "unpacks to far more"),
    "path": (
        lambda: with_parts(docx_of("A", ["B"]), **{"..__..__evil.xml": b"<a/>"}),
        "a.docx", "is damaged",
    ),
    "entities": (
        lambda: with_parts(
            docx_of("A", ["B"]),
            **{"word__document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        ),
        "a.docx", "is damaged",
    ),
    "enclosed": (
        lambda: with_parts(docx_of("A", ["B"]), **{"word__embeddings__o1.bin": b"\xd0\xcf"}),
        "a.docx", "enclosed in it (o1.bin)",
    ),
    "enclosed exe": (
        lambda: with_parts(docx_of("A", ["B"]), **{"word__media__a.png": b"MZ\x90\x00"}),
        "a.docx", "does not know (a.png)",
    ),
    "activex": (
        lambda: with_parts(docx_of("A", ["B"]), **{"word__activeX__activeX1.xml": b"<a/>"}),
        "a.docx", "enclosed in it",
    ),
    "film inside": (
        lambda: with_parts(docx_of("A", ["B"]), **{"word__media__a.mp4": b"\0\0\0\x18ftyp"}),
        "a.docx", "a film or a sound in it (a.mp4)",
    ),
    "remote picture": (
        lambda: external("image", "https://spy.example/a.png"), "a.docx", "fetches something",
    ),
    "remote object": (
        lambda: external("oleObject", "https://spy.example/a.doc"), "a.docx", "fetches something",
    ),
    "dde": (
        lambda: with_parts(
            docx_of("A", ["B"]),
            **{"word__document.xml": FIELD % b"<w:instrText>DDEAUTO c:\\cmd.exe</w:instrText>"},
        ),
        "a.docx", "fetches something",
    ),
    "odf macros": (lambda: odt_of(**{"Basic/script-lb.xml": b"<a/>"}), "a.odt", "macros"),
    "odf locked": (
        lambda: odt_of(**{
            "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:'
            b'manifest:1.0"><m:file-entry m:full-path="content.xml"><m:encryption-data/>'
            b"</m:file-entry></m:manifest>"
        }),
        "a.odt", "locked with a password",
    ),
    "odf remote": (
        lambda: odt_of(**{"content.xml": ODF_IMAGE % b"https://spy.example/a.png"}),
        "a.odt", "fetches something",
    ),
    "odf object": (lambda: odt_of(**{"Object 1": b"\xd0\xcf\x11\xe0"}), "a.odt", "enclosed in it"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_refused_and_in_which_words(what: str, tmp_path: Path) -> None:
    content, name, words = HOSTILE[what]
    assert words in refused(tmp_path, content(), name)


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    content = bytearray(docx_of("A", ["B" * 5000]))
    at = content.rindex(b"PK\x01\x02")  # the last entry of the directory
    content[at + 24 : at + 28] = struct.pack("<I", 3)
    assert "is damaged" in refused(tmp_path, bytes(content), "a.docx")


@given(
    noise=st.binary(max_size=2000),
    at=st.integers(0, 5000),
    kind=st.sampled_from(["pdf", "docx", "png"]),
)
def test_damage_is_refused_or_cleaned_and_never_breaks_the_check(
    noise: bytes, at: int, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = {"pdf": pdf_of("A", ["B"]), "docx": docx_of("A", ["B"]), "png": png_of([50])}[kind]
    at %= len(whole)
    folder = tmp_path_factory.mktemp("noise")
    (folder / "source").write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    try:
        found = check(folder / "source", name=f"a.{kind}", target=folder / "target")
    except Refused:
        assert not (folder / "target").exists()
    else:
        assert found.size == (folder / "target").stat().st_size


# --- What is left out -------------------------------------------------------------------------


def test_a_photograph_loses_where_it_was_taken_and_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Secret Camera Company"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture("JPEG", exif=exif, comment=b"secret words")
    assert b"Secret Camera" in content
    _found, written = checked(tmp_path, content + b"secret tail", "photo.jpg")
    for secret in (b"Secret", b"secret", b"Exif"):
        assert secret not in written
    with Image.open(io.BytesIO(written)) as upright:
        assert upright.size == (40, 60)
        assert not upright.getexif()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "1", "LA", "I;16"])
def test_pictures_of_every_kind_of_colour_are_drawn_anew(mode: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, "PNG")
    found, _written = checked(tmp_path, out.getvalue(), "a.png")
    assert found.content_type == "image/png"


def test_a_picture_that_moves_is_refused(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    assert "moves" in refused(tmp_path, out.getvalue(), "a.png")


def test_a_pdf_loses_what_acts_and_what_tells(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera Company"
    photo = picture("JPEG", exif=exif)
    source = io.BytesIO()
    name = pikepdf.Name
    with pikepdf.open(io.BytesIO(pdf_of("A", ["B"]))) as pdf:
        pdf.docinfo["/Author"] = "Secret Author"
        with pdf.open_metadata() as meta:
            meta["dc:creator"] = ["Secret Author"]
        script = pikepdf.Dictionary(S=name.JavaScript, JS="app.alert('secret script')")
        pdf.Root.OpenAction = script
        pdf.Root.AA = pikepdf.Dictionary(WC=script)
        pdf.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
        )
        pdf.attachments["secret.exe"] = b"MZ secret program"
        launch = pikepdf.Dictionary(S=name.Launch, F=pikepdf.String("secret.exe"))
        web = pikepdf.Dictionary(S=name.URI, URI=pikepdf.String("https://kent.example/"))
        local = pikepdf.Dictionary(S=name.URI, URI=pikepdf.String("file:///secret/share"))
        notes = [
            pikepdf.Dictionary(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9], A=action)
            for action in (launch, web, local)
        ]
        notes.append(
            pikepdf.Dictionary(
                Type=name.Annot, Subtype=name.Text, Rect=[0, 0, 9, 9], T="Secret Author",
                Contents="A note that stays",
            )
        )  # fmt: skip
        notes.append(
            pikepdf.Dictionary(Type=name.Annot, Subtype=name.FileAttachment, Rect=[0, 0, 9, 9])
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array(notes))
        image = pikepdf.Stream(pdf, photo)
        image.update(
            pikepdf.Dictionary(
                Type=name.XObject, Subtype=name.Image, Width=60, Height=40, BitsPerComponent=8,
                ColorSpace=name.DeviceRGB, Filter=name.DCTDecode,
            )
        )  # fmt: skip
        image.write(photo, filter=name.DCTDecode)
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Im0=image)
        pdf.save(source)
    _found, written = checked(tmp_path, source.getvalue(), "a.pdf")
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(written)) as pdf:
        pdf.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        text = plain.getvalue()
        kept = [str(note.Subtype) for note in pdf.pages[0].Annots]
        assert kept == ["/Link", "/Link", "/Link", "/Text"]
        assert "/Info" not in pdf.trailer
        assert not pdf.attachments
        assert pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()[:2] == b"\xff\xd8"
    for secret in (b"ecret", b"JavaScript", b"OpenAction", b"Launch", b"EmbeddedFile", b"<x:xmp"):
        assert secret not in text, secret
    assert b"https://kent.example/" in text
    assert b"A note that stays" in text


def test_an_office_document_loses_who_made_it_where(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera Company"
    rels = links([("image", "media/photo.jpg"), ("hyperlink", "h"), ("attachedTemplate", "t"),
                  ("hyperlink", "f")])  # fmt: skip
    for short, target in (("h", "https://kent.example/"), ("t", "file:///C:/secret/Normal.dotm"),
                          ("f", "file:///secret/share")):  # fmt: skip
        rels = rels.replace(f'Target="{short}"', f'Target="{target}" TargetMode="External"')
    content = with_parts(
        docx_of("A", ["Words that stay"]),
        **{
            "docProps__core.xml": b"<cp><creator>Secret Author</creator></cp>",
            "docProps__app.xml": b"<p><Company>Secret School</Company></p>",
            "docProps__custom.xml": b"<p>secret</p>",
            "customXml__item1.xml": b"<p>secret</p>",
            "word__comments.xml": b'<w:comment w:author="Secret Author" w:initials="SA"/>',
            "word__media__photo.jpg": picture("JPEG", exif=exif),
            "word___rels__document.xml.rels": rels.encode(),
            "word__settings.xml": b'<w:settings><w:attachedTemplate r:id="rId3"/></w:settings>',
        },
    )
    _found, written = checked(tmp_path, content, "a.docx")
    parts = unzipped(written)
    whole = b"".join(parts.values())
    assert b"ecret" not in whole
    assert b"Words that stay" in whole
    assert b"https://kent.example/" in whole
    assert "docProps/custom.xml" not in parts
    assert "word/media/photo.jpg" in parts
    assert all(info.date_time[0] == 1980 for info in
               zipfile.ZipFile(io.BytesIO(written)).infolist())  # fmt: skip


def test_the_workbook_behind_a_chart_is_cleaned_too(tmp_path: Path) -> None:
    book = packed(
        {
            "[Content_Types].xml": content_types(
                {"xl/workbook.xml": "application/vnd.openxmlformats-officedocument."
                                    "spreadsheetml.sheet.main+xml"}
            ),
            "xl/workbook.xml": "<workbook/>",
            "docProps/core.xml": "<cp>Secret Author</cp>",
        }
    )  # fmt: skip
    content = with_parts(pptx_of("A", ["B"]), **{"ppt__embeddings__Sheet1.xlsx": book})
    _found, written = checked(tmp_path, content, "a.pptx")
    inner = unzipped(unzipped(written)["ppt/embeddings/Sheet1.xlsx"])
    assert b"Secret" not in b"".join(inner.values())
    nested = with_parts(book, **{"xl__embeddings__Sheet2.xlsx": book})
    deep = with_parts(pptx_of("A", ["B"]), **{"ppt__embeddings__Sheet1.xlsx": nested})
    assert "enclosed in it (sheet2.xlsx)" in refused(tmp_path, deep, "a.pptx")


def test_an_opendocument_loses_who_made_it(tmp_path: Path) -> None:
    _found, written = checked(tmp_path, odt_of(), "a.odt")
    parts = unzipped(written)
    assert next(iter(parts)) == "mimetype"
    assert zipfile.ZipFile(io.BytesIO(written)).infolist()[0].compress_type == zipfile.ZIP_STORED
    whole = b"".join(parts.values())
    assert b"Helen" not in whole
    assert b"Hello" in whole
    assert b"Thumbnails" not in whole
    assert "Thumbnails/thumbnail.png" not in parts


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF"])
def test_pictures_inside_keep_every_pixel(form: str) -> None:
    options = {"comment": b"secret words"} if form != "PNG" else {}
    content = picture(form, **options)
    if form == "PNG":
        text = b"tEXtsecret\0words"
        chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
        content = content[:33] + chunk + content[33:]
    stripped = strip_picture(content + b"secret tail")
    assert b"secret" not in stripped
    before, after = (Image.open(io.BytesIO(data)) for data in (content, stripped))
    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


@given(st.binary(max_size=400), st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF89a"]))
def test_noise_is_no_picture(noise: bytes, mark: bytes) -> None:
    with suppress(ValueError):
        strip_picture(mark + noise)


# --- Names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Grids for Year 9.pdf", "Grids for Year 9.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\a.b.docx", "a.b.pdf"),
        ("in\u202efdp.exe", "in fdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("CON.pdf", "file CON.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("é" * 300 + ".pdf", "é" * 80 + ".pdf"),
    ],
)
def test_a_name_that_every_system_can_save(name: str, safe: str) -> None:
    assert safe_name(name, "pdf") == safe


@given(st.text(max_size=200))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    safe = safe_name(name, "pdf")
    assert safe.endswith(".pdf")
    assert 4 < len(safe) <= 100
    assert not set(safe) & set('/\\:*?"<>|\r\n\0\u202e')


# --- In a process of its own ------------------------------------------------------------------


def test_clean_apart_answers_as_check_does(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(pdf_of("A", ["B"]))
    clean = clean_apart(source, name="ä\n“x”.pdf")
    expected, written = checked(tmp_path, source.read_bytes(), "ä\n“x”.pdf")
    assert (clean.checked, clean.content) == (expected, written)
    source.write_bytes(b"MZ")
    with pytest.raises(Refused, match=r"“slides\.pdf” is a program"):
        clean_apart(source, name="../slides.pdf")


def bomb_pdf() -> bytes:
    """A PDF whose objects lie in a stream of 20 MB that unpacks to 2 GB."""
    packer = zlib.compressobj(9)
    data = bytearray()
    for _ in range(2048):
        data += packer.compress(b" " * 1024 * 1024)
    data += packer.flush()
    out = bytearray(b"%PDF-1.7\n")
    stream_at = len(out)
    out += b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(
        data
    )
    out += data + b"\nendstream\nendobj\n"
    table_at = len(out)
    table = b"".join(
        struct.pack(">BIB", *row)
        for row in ((0, 0, 0), (1, stream_at, 0), (2, 1, 0), (1, table_at, 0))
    )
    out += (
        b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>\nstream\n" % len(table)
        + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % table_at
    )  # fmt: skip
    return bytes(out)


def test_a_pdf_bomb_ends_with_its_own_process(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(bomb_pdf())
    with pytest.raises(Refused) as caught:
        clean_apart(source, name="a.pdf")
    assert "too much memory" in str(caught.value) or "cannot be read" in str(caught.value)


def test_the_largest_picture_fits_into_the_bounds(tmp_path: Path) -> None:
    source = tmp_path / "source"
    noise = Image.frombytes("RGB", (600, 500), random.Random(7).randbytes(900_000))
    noise.resize((6000, MOST_PIXELS // 6000)).save(source, "JPEG", quality=60)
    assert clean_apart(source, name="a.jpg").checked.content_type == "image/jpeg"


def test_the_checks_know_no_django(tmp_path: Path) -> None:
    code = "import sys, schools.uploads; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=HOME, env={}, check=True)
