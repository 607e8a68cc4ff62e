"""What a window shows and does, watched: what axe finds, what is too wide, what was asked for."""

from collections.abc import Iterator
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request, ViewportSize

NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 800}
COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules of axe's that may answer otherwise by night, when nothing but colours changes."""

type Step = tuple[Literal["light", "dark"], ViewportSize, list[str] | None]


def ask_axe(page: Page, rules: list[str] | None = None) -> Iterator[str]:
    """What axe finds: rule and elements, each in a line."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{AXE_SCRIPT}; 0")
    found = page.evaluate("options => axe.run(document, options)", options)
    assert found["passes"], "axe has looked at nothing"
    for violation in found["violations"]:
        where = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
        yield f"{violation['id']} at {'; '.join(where)[:300]}"


def found_by_axe(page: Page) -> Iterator[str]:
    """What axe finds, narrow and wide, by day and by night; leaves the page narrow, by day."""
    steps: list[Step] = [
        ("light", NARROW, None),
        ("light", WIDE, None),
        ("dark", WIDE, COLOURS),
        ("dark", NARROW, COLOURS),
    ]
    for scheme, size, rules in steps:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        for what in ask_axe(page, rules):
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
