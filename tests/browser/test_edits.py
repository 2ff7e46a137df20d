"""Five edits of a season: what changes, when and for whom stands on the first screen, on every screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser.edits import EDITS, applied, edited
from browser.reading import PHONE, opened
from browser.seasons import Season
from playwright.sync_api import Browser, ViewportSize

SCREENS = {"desktop": ViewportSize(width=1280, height=800), "phone": PHONE}
SHEET = ViewportSize(width=1050, height=740)
ANSWERS = {
    "90-edit-new-class": ("create: 10 classes, 15 Jan to 2 Apr 2027", "Fri 12:00-12:55", "Pilates · Jule"),
    "91-edit-time-moved": ("15 classes, 11 Jan to 10 Mar", "18:30-19:25 → 18:45-19:40", "Yoga Flow · Anna"),
    "92-edit-teacher-replaced": ("15 classes, 9 Feb to 1 Apr", "Tue, Thu 18:00-18:45", "HIIT · Ivo → David"),
    "93-edit-closure-added": ("10 classes, 23 Feb 2027", "closed: burst pipe", "Parent & Baby Yoga"),
    "94-edit-season-prolonged": (
        "83 classes in 16 series, 5 to 18 Apr 2027",
        "Aqua Fitness",
        "with Anna, Ben",
    ),
}
"""How much and from when to when, then what happens, and whom it meets."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Season]:
    season = applied(tmp_path_factory.mktemp("applied"))
    return {name: edited(name, season, tmp_path_factory.mktemp("edited")) for name in EDITS}


def test_there_are_answers_for_every_edit() -> None:
    assert list(ANSWERS) == EDITS


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", EDITS)
def test_the_first_screen_says_what_changes_when_and_for_whom(
    name: str, screen: str, browser: Browser, reports: dict[str, Season], screenshots: Path
) -> None:
    size = SCREENS[screen]
    with opened(browser, reports[name].page, size) as reading:
        page = reading.page
        page.screenshot(path=screenshots / f"{name}-{screen}.png")
        glance = page.locator(".glance")
        said, box = glance.inner_text(), glance.bounding_box()
        sideways = page.evaluate("document.documentElement.scrollWidth")
        assert (reading.said, reading.asked) == ([], [])
    assert [answer for answer in ANSWERS[name] if answer not in " ".join(said.split())] == []
    assert box is not None
    assert box["y"] + box["height"] <= size["height"]
    assert sideways <= size["width"]


@pytest.mark.parametrize("name", EDITS)
def test_paper_has_the_headings_and_the_classes_of_the_week_and_nothing_else(
    name: str, browser: Browser, reports: dict[str, Season], screenshots: Path
) -> None:
    with opened(browser, reports[name].page, SHEET) as reading:
        page = reading.page
        # Said to those who hear the page; on paper it is not to be seen.
        page.eval_on_selector_all(".chip .hidden", "all => all.forEach((each) => each.remove())")
        page.emulate_media(media="print")
        page.screenshot(path=screenshots / f"{name}-print.png", full_page=True)
        printed = page.locator("body").inner_text()
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
        wanted = page.locator("h1, .zone, .rail, .day > h3, .once, [id^=week-], .chip").all_inner_texts()
    assert sorted(printed.split()) == sorted(" ".join(wanted).split())
    assert sheets <= 2


def test_paper_shows_every_class_of_the_plan(browser: Browser, reports: dict[str, Season]) -> None:
    season = reports["90-edit-new-class"]
    classes = [each["change"]["after"] for each in season.view["resource_changes"]]
    planned = {
        (after["start"][11:16], after["names"]["service"], after["names"]["staff"])
        for after in classes
        if after is not None
    }
    with opened(browser, season.page, SHEET) as reading:
        reading.page.emulate_media(media="print")
        printed = reading.page.locator(".chip:visible").evaluate_all(
            """all => all.map((chip) => [chip.querySelector(".hours").innerText.slice(0, 5),
              chip.querySelector(".service").innerText, chip.dataset.staff])"""
        )
    assert {tuple(each) for each in printed} == planned
