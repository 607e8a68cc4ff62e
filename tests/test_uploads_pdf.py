"""Photographs in PDFs lose what they tell, wherever and however they are kept in it."""

import io
import zlib
from base64 import a85encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from ekst.demonstration.files import pdf_of
from schools.uploads import Refused
from tests.test_uploads import checked, refused

EXIF = b"Secret Camera Company"
type Put = Callable[[pikepdf.Pdf, Any], None]


def photo(form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = EXIF.decode()
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#1f5f7a").save(out, form, exif=exif, comment=EXIF)
    assert EXIF in out.getvalue()
    return out.getvalue()


def photo_2000() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#1f5f7a").save(out, "JPEG2000", comment=EXIF)
    data = out.getvalue()
    assert data[4:8] == b"jP  "
    assert EXIF in data
    box = b"JpgTiffExif->JP2" + EXIF
    return data + (8 + len(box)).to_bytes(4) + b"uuid" + box


def ascii_85(data: bytes) -> bytes:
    return a85encode(data) + b"~>"


def ascii_hex(data: bytes) -> bytes:
    return data.hex().encode() + b">"


def image(pdf: pikepdf.Pdf, data: bytes, filters: Any, parms: Any = None) -> Any:
    stream = pikepdf.Stream(pdf, data)
    stream.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40, BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
        )
    )  # fmt: skip
    stream.Filter = filters
    if parms is not None:
        stream.DecodeParms = parms
    return stream


def on_page(pdf: pikepdf.Pdf, one: Any) -> None:
    pdf.pages[0].Resources.XObject = Dictionary(Im0=one)


def in_form(pdf: pikepdf.Pdf, one: Any) -> None:
    form = pikepdf.Stream(pdf, b"/Im0 Do")
    form.update(
        Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9],
                   Resources=Dictionary(XObject=Dictionary(Im0=one)))
    )  # fmt: skip
    pdf.pages[0].Resources.XObject = Dictionary(Fm0=form)


def in_pattern(pdf: pikepdf.Pdf, one: Any) -> None:
    pattern = pikepdf.Stream(pdf, b"/Im0 Do")
    pattern.update(
        Dictionary(PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9,
                   Resources=Dictionary(XObject=Dictionary(Im0=one)))
    )  # fmt: skip
    pdf.pages[0].Resources.Pattern = Dictionary(P0=pattern)


def as_soft_mask(pdf: pikepdf.Pdf, one: Any) -> None:
    over = image(pdf, zlib.compress(b"\0" * 7200), Name.FlateDecode)
    over.SMask = one
    on_page(pdf, over)


def as_alternate(pdf: pikepdf.Pdf, one: Any) -> None:
    over = image(pdf, zlib.compress(b"\0" * 7200), Name.FlateDecode)
    over.Alternates = Array([Dictionary(Image=one, DefaultForPrinting=True)])
    on_page(pdf, over)


def made(put: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of("A", ["B"]))) as pdf:
        put(pdf)
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


def told(content: bytes) -> bytes:
    """All that a PDF says, with what is packed as no picture is unpacked."""
    found = bytearray(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                found += one.read_raw_bytes()
                try:
                    found += one.read_bytes(decode_level=pikepdf.StreamDecodeLevel.specialized)
                except pikepdf.PdfError:
                    continue
    return bytes(found)


CHAINS: dict[str, tuple[Callable[[], bytes], Any, Any]] = {
    "alone": (photo, Name.DCTDecode, None),
    "abbreviated": (photo, Name.DCT, None),
    "array of one": (photo, Array([Name.DCTDecode]), None),
    "ascii 85": (lambda: ascii_85(photo()), Array([Name.ASCII85Decode, Name.DCTDecode]), None),
    "ascii 85, abbreviated": (lambda: ascii_85(photo()), Array([Name.A85, Name.DCT]), None),
    "hex and flate": (
        lambda: ascii_hex(zlib.compress(photo())),
        Array([Name.ASCIIHexDecode, Name.FlateDecode, Name.DCTDecode]),
        Array([None, Dictionary(Predictor=1), Dictionary(ColorTransform=1)]),
    ),
    "jpeg 2000": (photo_2000, Name.JPXDecode, None),
    "jpeg 2000, packed": (
        lambda: zlib.compress(photo_2000()), Array([Name.FlateDecode, Name.JPXDecode]), None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("chain", CHAINS)
def test_a_photograph_is_stripped_behind_whatever_it_is_packed(chain: str, tmp_path: Path) -> None:
    data, filters, parms = CHAINS[chain]
    content = made(lambda pdf: on_page(pdf, image(pdf, data(), filters, parms)))
    _found, written = checked(tmp_path, content, "a.pdf")
    assert EXIF not in told(written)
    with pikepdf.open(io.BytesIO(written)) as pdf:
        kept = pdf.pages[0].Resources.XObject.Im0
        last = filters[-1] if isinstance(filters, Array) else filters
        assert kept.Filter == last or kept.Filter == Array([last])
        if parms is not None:
            assert kept.DecodeParms == Dictionary(ColorTransform=1)
        shown = Image.open(io.BytesIO(kept.read_raw_bytes())).convert("RGB")
        wanted = Image.open(
            io.BytesIO(photo_2000() if "2000" in chain else photo())
        ).convert("RGB")  # fmt: skip
        assert shown.tobytes() == wanted.tobytes()


@pytest.mark.parametrize("put", [in_form, in_pattern, as_soft_mask, as_alternate])
def test_a_photograph_is_stripped_whoever_draws_it(put: Put, tmp_path: Path) -> None:
    filters = Array([Name.ASCII85Decode, Name.DCTDecode])
    content = made(lambda pdf: put(pdf, image(pdf, ascii_85(photo()), filters)))
    _found, written = checked(tmp_path, content, "a.pdf")
    assert EXIF not in told(written)
    assert b"\xff\xd8\xff" in told(written)


def test_filters_that_are_objects_of_their_own_are_followed(tmp_path: Path) -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        one = image(pdf, ascii_85(photo()), Name.DCTDecode)
        one.Filter = pdf.make_indirect(
            Array([pdf.make_indirect(Name.ASCII85Decode), pdf.make_indirect(Name.DCTDecode)])
        )
        other = image(pdf, photo(), Name.DCTDecode)
        other.Filter = pdf.make_indirect(Name.DCTDecode)
        pdf.pages[0].Resources.XObject = Dictionary(Im0=one, Im1=other)

    _found, written = checked(tmp_path, made(put), "a.pdf")
    assert EXIF not in told(written)


def test_a_page_loses_its_thumbnail(tmp_path: Path) -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Thumb = image(pdf, photo(), Name.DCTDecode)

    _found, written = checked(tmp_path, made(put), "a.pdf")
    assert EXIF not in told(written)
    assert b"/Thumb" not in told(written)


@pytest.mark.parametrize(
    ("data", "filters"),
    [
        (b"nothing of the kind", Name.DCTDecode),
        (b"nothing of the kind", Array([Name.ASCII85Decode, Name.DCTDecode])),
        (photo(), Array([Name.DCTDecode, Name.DCTDecode])),
        (photo(), Array([Name.DCTDecode, Name.FlateDecode])),
        (photo(), Array([Name.CCITTFaxDecode, Name.DCTDecode])),
        (photo(), Array([Name.Unknown, Name.DCTDecode])),
        (photo(), Array([7, Name.DCTDecode])),
    ],
)
def test_a_photograph_that_cannot_be_reached_is_refused(
    data: bytes, filters: Any, tmp_path: Path
) -> None:
    content = made(lambda pdf: on_page(pdf, image(pdf, data, filters)))
    assert "hidden details" in refused(tmp_path, content, "a.pdf")


@pytest.mark.parametrize("key", ["/F", "/DP", "/FFilter"])
def test_a_stream_that_lies_elsewhere_is_refused(key: str, tmp_path: Path) -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        one = pikepdf.Stream(pdf, photo())
        one[key] = Name.DCTDecode
        on_page(pdf, one)

    assert "hidden details" in refused(tmp_path, made(put), "a.pdf")


# --- In the midst of what is drawn ----------------------------------------------------------------


def inline(head: bytes = b"/W 60 /H 40 /BPC 8 /CS /RGB /F /DCT", data: bytes = b"") -> bytes:
    return b"q 60 0 0 40 0 0 cm BI " + head + b"\nID " + (data or photo()) + b"\nEI Q\n"


def drawn(*pieces: bytes, packed: bool = False) -> bytes:
    def put(pdf: pikepdf.Pdf) -> None:
        streams = []
        for piece in pieces:
            one = pikepdf.Stream(pdf, zlib.compress(piece) if packed else piece)
            if packed:
                one.Filter = Name.FlateDecode
            streams.append(one)
        pdf.pages[0].obj.Contents = Array(streams) if len(streams) > 1 else streams[0]

    return made(put)


@pytest.mark.parametrize(
    "head",
    [
        b"/W 60 /H 40 /BPC 8 /CS /RGB /F /DCT",
        b"/Width 60/Height 40/BPC 8/CS/RGB/Filter[/DCTDecode]",
        b"/W 60 /H 40 /BPC 8 /CS /RGB /#46 /D#43T",
        b"% BI\n/W 60 /H 40 /BPC 8 /CS /RGB /F [ /DCT ] % \x80",
        b" " * 5000 + b"/W 60 /H 40 /BPC 8 /CS /RGB /F/DCT",
    ],
)
@pytest.mark.parametrize("packed", [True, False])
def test_a_photograph_in_the_midst_of_a_page_is_stripped(
    head: bytes, packed: bool, tmp_path: Path
) -> None:
    content = drawn(inline(head) + b"BT (after) Tj ET\n" + inline(head), packed=packed)
    _found, written = checked(tmp_path, content, "a.pdf")
    said = told(written)
    assert EXIF not in said
    assert b"EI Q\nBT (after) Tj ET" in said
    with pikepdf.open(io.BytesIO(written)) as pdf:
        drawn_ones = [
            one for one in pikepdf.parse_content_stream(pdf.pages[0])
            if str(one.operator) == "INLINE IMAGE"
        ]  # fmt: skip
        assert len(drawn_ones) == 2


def test_a_photograph_in_the_midst_of_a_form_is_stripped(tmp_path: Path) -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        form = pikepdf.Stream(pdf, inline())
        form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]))
        on_page(pdf, form)

    _found, written = checked(tmp_path, made(put), "a.pdf")
    assert EXIF not in told(written)


@pytest.mark.parametrize(
    "pieces",
    [
        (inline(b"/W 60 /H 40 /F [/A85 /DCT]", ascii_85(photo())),),
        (inline(b"/W 60 /H 40 /F /DCT /F /DCT"),),
        (inline(b"/W 60 /H 40 /F /DCT /L %d" % len(photo())),),
        (inline(b"/W 60 /H 40 /F /DCT", b"nothing of the kind"),),
        (inline().partition(b"ID")[0], b"ID" + inline().partition(b"ID")[2]),
        (b"q B", inline().partition(b"cm B")[2]),
    ],
    ids=["chain", "two filters", "length", "no picture", "split", "split in its first word"],
)
def test_a_photograph_that_cannot_be_reached_in_a_page_is_refused(
    pieces: tuple[bytes, ...], tmp_path: Path
) -> None:
    assert "hidden details" in refused(tmp_path, drawn(*pieces), "a.pdf")


def test_a_page_that_says_it_is_a_picture_is_refused(tmp_path: Path) -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        one = pikepdf.Stream(pdf, inline())
        one.Subtype = Name.Image
        pdf.pages[0].obj.Contents = one

    assert "hidden details" in refused(tmp_path, made(put), "a.pdf")


def test_what_is_drawn_without_a_photograph_stays_as_it_is(tmp_path: Path) -> None:
    words = b"BT (BI and ID are words) Tj ET BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI\n"
    _found, written = checked(tmp_path, drawn(words, words), "a.pdf")
    assert words in written


def test_a_picture_in_small_goes_with_the_rest(tmp_path: Path) -> None:
    data = photo()
    assert data[2:4] == b"\xff\xe0"
    small = b"\xff\xe0\x00\x13JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc"
    more = b"\xff\xe0\x00\x0eJFXX\0\x13Secret"
    changed = data[:2] + small + more + data[20:]
    content = made(lambda pdf: on_page(pdf, image(pdf, changed, Name.DCTDecode)))
    _found, written = checked(tmp_path, content, "a.pdf")
    with pikepdf.open(io.BytesIO(written)) as pdf:
        kept = pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert b"JFXX" not in kept
    assert b"abc" not in kept
    Image.open(io.BytesIO(kept)).load()


def test_refused_is_what_damage_within_raises(tmp_path: Path) -> None:
    whole = photo_2000()
    at = whole.index(b"jp2c") + 8
    with pytest.raises(Refused, match="hidden details"):
        checked(
            tmp_path,
            made(lambda pdf: on_page(pdf, image(pdf, whole[:at], Name.JPXDecode))),
            "a.pdf",
        )
