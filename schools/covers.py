"""Drawn covers: the sea at night, made of pairs of equal bars.

A cover follows from two things only, the title and the hue, so that the same title always has
the same cover and nothing is stored.
"""

from collections.abc import Callable
from math import sqrt
from typing import NamedTuple


class Hue(NamedTuple):
    """The four tones of a cover, from the deepest."""

    deep: str
    mid: str
    light: str
    pale: str

    @property
    def quiet(self) -> str:
        """The tone 45 % of the way from deep to mid."""
        ends = [
            tuple(int(tone[i : i + 2], 16) for i in (1, 3, 5)) for tone in (self.deep, self.mid)
        ]
        return "#" + "".join(f"{round(a + 0.45 * (b - a)):02x}" for a, b in zip(*ends, strict=True))


HUES = {
    "cultural": Hue("#3f0f33", "#78265f", "#b45f9b", "#ecc9e1"),
    "sporting": Hue("#06332e", "#07594f", "#4a9c8f", "#c3e6df"),
    "academic": Hue("#14224d", "#2c4694", "#7189cf", "#d2dbf6"),
    "volunteering": Hue("#3d2800", "#7d5405", "#c08f35", "#f3dfb4"),
    "development": Hue("#1b2730", "#3f4f5d", "#8496a4", "#d6dfe6"),
    "autumn": Hue("#34150c", "#873a17", "#d98a45", "#f9e0b4"),
    "spring": Hue("#07302f", "#0d6560", "#58ac9c", "#d9efdc"),
    "summer": Hue("#0b2836", "#0c5a75", "#5aa3b8", "#d7e8ea"),
}
"""The five categories, and the three seasons of an issue."""

WIDTH = 480
COLUMNS = 24
COLUMN = WIDTH // COLUMNS
WORD = 0xFFFFFFFF


def _fnv1a(text: str) -> int:
    """FNV-1a, 32 bits, of a text in UTF-8."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & WORD
    return value


def _mulberry32(seed: int) -> Callable[[int], int]:
    """A die from a seed: n(k) is its next number modulo k."""

    def n(k: int) -> int:
        nonlocal seed
        seed = seed + 0x6D2B79F5 & WORD
        t = (seed ^ seed >> 15) * (seed | 1) & WORD
        t ^= t + ((t ^ t >> 7) * (t | 61) & WORD) & WORD
        return (t ^ t >> 14) % k

    return n


def cover_svg(title: str, hue: str, *, tall: bool = False) -> str:
    """The cover for a title as an SVG: 480 × 320, or 480 × 600 for an issue (`tall`).

    `hue` is a key of HUES: a category, or for an issue its season. Every row is drawn
    from left to right.
    """
    tones = HUES[hue]
    height, horizon = (600, 276.0) if tall else (320, 70.4)
    n = _mulberry32(_fnv1a(title))
    growth = sqrt((1.2, 1.24, 1.28)[n(3)])
    scale = (tones.pale, tones.light, tones.mid)
    tone = n(3)
    y, thick = horizon, 5.0
    bars = []

    def bar(start: int, end: int, fill: str) -> None:
        bars.append(
            f'  <rect x="{start * COLUMN}" y="{y:.1f}" width="{(end - start) * COLUMN}" '
            f'height="{thick:.1f}" fill="{fill}"/>\n'
        )

    def filler(start: int, end: int) -> None:
        """Quiet water beside a bar; the die rests where there is no room for any."""
        if end > start:
            bar(start, end, tones.mid if n(3) == 0 else tones.quiet)

    while y < height:
        length = 5 + n(9)
        first = n(COLUMNS + 1 - length)
        second = min(max(first + n(9) - 4, 0), COLUMNS - length)
        tone = (tone + 1 + n(2)) % 3
        for start in (first, second):
            filler(0, start - 1)
            bar(start, start + length, scale[tone])
            filler(start + length + 1, COLUMNS)
            y += 1.5 * thick
            thick *= growth
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}">\n'
        f'  <rect width="{WIDTH}" height="{height}" fill="{tones.deep}"/>\n{"".join(bars)}</svg>\n'
    )
