"""Covers follow from title and hue alone, bar by bar as the drawings of the look."""

import hashlib
import xml.etree.ElementTree as ET

import pytest

from schools.covers import HUES, cover_svg

SAMPLES = {
    ("U13 netball triangular", "sporting", False): "cee7d154db866d36ce3d3e1c96a81783",
    ("Beach clean at Tankerton Slopes", "volunteering", False): "7012c69be216ae8f864e3d3b4a0c1102",
    ("Carol concert", "cultural", False): "49934ddc0cb40d737ee33f38fed08588",
    ("This House would ban homework", "academic", False): "39e05bf9be434fd46316680f306c777e",
    ("The Causeway, Autumn 2026", "autumn", True): "01052d39743ee7e24056fdf5f5c4c426",
    ("The Causeway, Summer 2026", "summer", True): "cd07f3c60c4d5f66dd8c605ce469b98e",
}
"""The covers drawn by hand with the look, by the start of their SHA-256."""

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("title", "hue", "tall"), SAMPLES)
def test_cover_is_the_one_drawn_with_the_look(title: str, hue: str, tall: bool) -> None:
    drawn = cover_svg(title, hue, tall=tall)

    assert hashlib.sha256(drawn.encode()).hexdigest()[:32] == SAMPLES[title, hue, tall]


@pytest.mark.parametrize("hue", HUES)
@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("title", ["", "A", "Würfelspiel & <Tee>", "海" * 80, "Carol concert"])
def test_cover_is_made_of_bars_that_stay_on_the_sheet(title: str, tall: bool, hue: str) -> None:
    root = ET.fromstring(cover_svg(title, hue, tall=tall))  # noqa: S314 our own drawing

    height = 600 if tall else 320
    assert root.get("viewBox") == f"0 0 480 {height}"
    sheet, *bars = list(root)
    assert sheet.get("fill") == HUES[hue].deep
    assert {bar.tag for bar in root} == {SVG + "rect"}
    assert all(set(bar.attrib) == {"x", "y", "width", "height", "fill"} for bar in bars)
    allowed = {*HUES[hue], HUES[hue].quiet}
    for bar in bars:
        left, width = int(bar.attrib["x"]), int(bar.attrib["width"])
        assert left >= 0
        assert width > 0
        assert left + width <= 480
        assert bar.get("fill") in allowed
    last = bars[-1].attrib
    assert float(last["y"]) + float(last["height"]) * 1.5 >= height, "the sea reaches the foot"


def test_cover_changes_with_the_title_and_not_with_the_day() -> None:
    assert cover_svg("Carol concert", "cultural") == cover_svg("Carol concert", "cultural")
    assert cover_svg("Carol concert", "cultural") != cover_svg("Carol concerts", "cultural")


def test_cover_says_nothing_of_the_title() -> None:
    assert "Carol" not in cover_svg("Carol concert", "cultural")
    assert len(cover_svg("Carol concert", "cultural")) < 4000
