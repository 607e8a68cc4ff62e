"""Small but real files for the demonstration, made by code: the same words, the same bytes."""

import io
import textwrap
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import pikepdf
from PIL import Image, ImageDraw

_STAMP = (1980, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def pdf_of(title: str, lines: Sequence[str]) -> bytes:
    """One page of A4 in Helvetica: a title, and lines below it."""
    show = [f"BT /F1 22 Tf 60 770 Td ({_pdf_text(title)}) Tj ET", "60 756 475 3 re f"]
    rows = [row for line in lines for row in (*textwrap.wrap(line, 78), "")]
    for number, row in enumerate(rows):
        show.append(f"BT /F1 12 Tf 60 {722 - 18 * number} Td ({_pdf_text(row)}) Tj ET")
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, 595, 842],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
            Contents=pdf.make_stream("\n".join(show).encode("cp1252")),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _pdf_text(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def png_of(bars: Sequence[int]) -> bytes:
    """A chart of bars, each so many of a hundred parts long, in the portal's blue."""
    picture = Image.new("RGB", (1200, 120 + 110 * len(bars)), "#f7f4ec")
    draw = ImageDraw.Draw(picture)
    for number, length in enumerate(bars):
        top = 80 + 110 * number
        draw.rectangle((80, top, 80 + 1040 * length // 100, top + 60), fill="#1f5f7a")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def docx_of(title: str, lines: Sequence[str]) -> bytes:
    """A Word document: a title, and a paragraph for each line."""
    rows = [
        f'<w:p><w:r><w:rPr><w:b/><w:sz w:val="36"/></w:rPr><w:t>{escape(title)}</w:t></w:r></w:p>'
    ]
    rows += [f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines]
    body = f'<w:document xmlns:w="{_WORDS}"><w:body>{"".join(rows)}</w:body></w:document>'
    return packed(
        {
            "[Content_Types].xml": content_types(
                {"word/document.xml": f"{_TYPES}.wordprocessingml.document.main+xml"}
            ),
            "_rels/.rels": links([("officeDocument", "word/document.xml")]),
            "word/document.xml": _HEAD + body,
        }
    )


def pptx_of(title: str, slides: Sequence[str]) -> bytes:
    """PowerPoint slides: one with the title, one for each sentence."""
    texts = (title, *slides)
    names = [f"slides/slide{number}.xml" for number in range(1, len(texts) + 1)]
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n + 2}"/>' for n in range(len(names)))
    spaces = f'xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}" xmlns:p="{_SLIDES}"'
    types = {
        "ppt/presentation.xml": f"{_TYPES}.presentationml.presentation.main+xml",
        "ppt/slideMasters/slideMaster1.xml": f"{_TYPES}.presentationml.slideMaster+xml",
        "ppt/slideLayouts/slideLayout1.xml": f"{_TYPES}.presentationml.slideLayout+xml",
        "ppt/theme/theme1.xml": f"{_TYPES}.theme+xml",
    } | {f"ppt/{name}": f"{_TYPES}.presentationml.slide+xml" for name in names}
    parts = {
        "[Content_Types].xml": content_types(types),
        "_rels/.rels": links([("officeDocument", "ppt/presentation.xml")]),
        "ppt/presentation.xml": f'{_HEAD}<p:presentation {spaces}><p:sldMasterIdLst>'
        f'<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>{ids}'
        '</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": links(
            [("slideMaster", "slideMasters/slideMaster1.xml"), *(("slide", n) for n in names)]
        ),
        "ppt/slideMasters/slideMaster1.xml": f"{_HEAD}<p:sldMaster {spaces}><p:cSld>{_tree('')}"
        '</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" '
        'accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId '
        'id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>',
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": links(
            [("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")]
        ),
        "ppt/slideLayouts/slideLayout1.xml": f"{_HEAD}<p:sldLayout {spaces}><p:cSld>{_tree('')}"
        "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": links(
            [("slideMaster", "../slideMasters/slideMaster1.xml")]
        ),
        "ppt/theme/theme1.xml": _HEAD + _theme(),
    }  # fmt: skip
    for name, text in zip(names, texts, strict=True):
        parts[f"ppt/{name}"] = (
            f"{_HEAD}<p:sld {spaces}><p:cSld>{_tree(text)}</p:cSld><p:clrMapOvr>"
            "<a:masterClrMapping/></p:clrMapOvr></p:sld>"
        )
        stem = name.rpartition("/")[2]
        parts[f"ppt/slides/_rels/{stem}.rels"] = links(
            [("slideLayout", "../slideLayouts/slideLayout1.xml")]
        )
    return packed(parts)


def _tree(text: str) -> str:
    """The shapes of a slide: none, or one that holds a text."""
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Text"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        '<a:xfrm><a:off x="900000" y="1800000"/><a:ext cx="10400000" cy="3200000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square"/><a:lstStyle/>'
        f'<a:p><a:r><a:rPr lang="en-GB" sz="4000"/><a:t>{escape(text)}</a:t></a:r>'
        "</a:p></p:txBody></p:sp>"
    )
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr/>{shape if text else ''}</p:spTree>"
    )


def _theme() -> str:
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        for name, value in (
            ("dk1", "14212B"), ("lt1", "FFFFFF"), ("dk2", "0B2836"), ("lt2", "F7F4EC"),
            ("accent1", "1F5F7A"), ("accent2", "2E7D73"), ("accent3", "7A3E6B"),
            ("accent4", "8A5A12"), ("accent5", "47606E"), ("accent6", "3A5FA0"),
            ("hlink", "1F5F7A"), ("folHlink", "47606E"),
        )
    )  # fmt: skip
    font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    return (
        f'<a:theme xmlns:a="{_DRAWING}" name="Coast"><a:themeElements><a:clrScheme name="Coast">'
        f'{colours}</a:clrScheme><a:fontScheme name="Coast"><a:majorFont>{font}</a:majorFont>'
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="Coast">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>"
        f"{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst><a:effectStyleLst>"
        f"{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def content_types(types: dict[str, str]) -> str:
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        f'Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def links(targets: Sequence[tuple[str, str]]) -> str:
    """Relationships rId1, rId2 and so on, each of a kind and to a part."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=_STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return out.getvalue()
