"""The report as people meet it: in a browser, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.reading import DESKTOP, PHONE, opened
from browser.seasons import Season
from playwright.sync_api import Browser

LOOKS = [
    ("desktop-light", DESKTOP, "light"),
    ("desktop-dark", DESKTOP, "dark"),
    ("phone-light", PHONE, "light"),
    ("phone-dark", PHONE, "dark"),
]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize(("name", "size", "scheme"), LOOKS, ids=[look[0] for look in LOOKS])
def test_nothing_is_said_asked_or_barred(
    browser: Browser, season: Season, screenshots: Path, name: str, size: dict[str, int], scheme: str
) -> None:
    with opened(browser, season.page, size, color_scheme=scheme) as reading:
        reading.page.screenshot(path=screenshots / f"{name}.png", full_page=True)
        found = Axe().run(reading.page, options=WCAG).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []
        wide, window = reading.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window
        assert reading.said == []
        assert reading.asked == []
