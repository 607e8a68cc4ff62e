"""What a window shows and does, watched: what axe finds, what is too wide, what was asked for."""

from collections.abc import Iterator
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request, ViewportSize

NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 800}
COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules of axe's that may answer otherwise by night, when nothing but colours changes."""

FRAME = "body > header, body > footer"
"""What stands around every page: axe looks at its colours once for each look that it has."""

type Scheme = Literal["light", "dark"]
type Frames = set[tuple[str, str, int]]
"""Frames whose colours were looked at: their markup, by which scheme, how wide."""


def ask_axe(page: Page, context: dict[str, Any] | None = None, **options: Any) -> Iterator[str]:
    """What axe finds: rule and elements, each in a line. `context` says where it looks."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{AXE_SCRIPT}; 0")
    found = page.evaluate(
        "([context, options]) => axe.run(context ?? document, options)",
        [context, {"resultTypes": ["violations"], "preload": False, **options}],
    )
    assert found["passes"], "axe has looked at nothing"
    for violation in found["violations"]:
        where = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
        yield f"{violation['id']} at {'; '.join(where)[:300]}"


def frame_of(page: Page) -> str:
    """The markup of what stands around a page, forms' marks aside, which have no colour."""
    return str(
        page.evaluate(
            """frame => [...document.querySelectorAll(frame)].map(part => {
                const copy = part.cloneNode(true);
                copy.querySelectorAll("input[type=hidden]").forEach(field => field.remove());
                return copy.outerHTML;
            }).join("")""",
            FRAME,
        )
    )


def ask_for_colours(page: Page, scheme: Scheme, seen: Frames) -> Iterator[str]:
    """What axe's rules of colours find; a frame that was looked at in these colours at this
    width, to the letter, is not looked at again: half of a page's text stands in it."""
    looks = {"runOnly": {"type": "rule", "values": COLOURS}}
    size = page.viewport_size
    key = (frame_of(page), scheme, size["width"] if size else 0)
    if key[0] and key in seen:
        yield from ask_axe(page, {"exclude": [[part] for part in FRAME.split(", ")]}, **looks)
    else:
        seen.add(key)
        yield from ask_axe(page, **looks)


def found_by_axe(page: Page, seen: Frames | None = None) -> Iterator[str]:
    """What axe finds, narrow and wide, by day and by night; leaves the page narrow, by day.

    Nothing but colours changes by night. `seen` is kept from page to page in a walk.
    """
    seen = set() if seen is None else seen
    steps: list[tuple[Scheme, ViewportSize]] = [
        ("light", NARROW), ("light", WIDE), ("dark", WIDE), ("dark", NARROW),
    ]  # fmt: skip
    for scheme, size in steps:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        found = list(ask_for_colours(page, scheme, seen))
        if scheme == "light":
            found += ask_axe(page, rules={rule: {"enabled": False} for rule in COLOURS})
        for what in found:
            yield f"{scheme} {size['width']}: {what}"
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def overflow(page: Page) -> str:
    """What makes the page scroll sideways; empty when nothing does."""
    return str(
        page.evaluate(
            """() => {
                const wide = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= wide) return "";
                const out = [...document.querySelectorAll("body *")]
                    .filter(one => one.getBoundingClientRect().right > wide + 1)
                    .map(one => one.tagName.toLowerCase() + "." + one.className);
                return `${document.documentElement.scrollWidth} px: ${out.slice(0, 5)}`;
            }"""
        )
    )


def heard_on(page: Page, ours: str) -> list[str]:
    """A list that fills with what should not happen on a page while it goes from one address
    to the next: requests elsewhere, failed ones, faults and words in the console."""
    wrong: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith((ours, "data:")):
            wrong.append(f"{page.url} asks {request.url}")

    def note_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the next page was asked for meanwhile
            wrong.append(f"{request.url} failed: {request.failure}")

    def note_message(message: ConsoleMessage) -> None:
        if "status of 40" not in message.text:  # pages that refuse are meant to
            wrong.append(f"{page.url} says {message.text}")

    page.on("request", note_request)
    page.on("requestfailed", note_failure)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", note_message)
    return wrong
