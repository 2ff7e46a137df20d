"""Five edits of a season: what changes, when and for whom stands on the first screen, on every screen."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from browser.edits import EDITS
from browser.reading import PHONE, opened
from browser.seasons import Season
from playwright.sync_api import Browser, Page, ViewportSize

from reconciler.render.dates import WEEKDAYS
from reconciler.render.shape import PlanView

SCREENS = {"desktop": ViewportSize(width=1280, height=800), "phone": PHONE}
SHEET = ViewportSize(width=1050, height=740)
ANSWERS = {
    "90-edit-new-class": ("create: 10 classes, 15 Jan to 2 Apr 2027", "Fri 12:00-12:55", "Pilates · Jule"),
    "91-edit-time-moved": ("15 classes, 11 Jan to 10 Mar", "18:30-19:25 → 18:45-19:40", "Yoga Flow · Anna"),
    "92-edit-teacher-replaced": ("15 classes, 9 Feb to 1 Apr", "Tue, Thu 18:00-18:45", "HIIT · Ivo → David"),
    "93-edit-closure-added": ("10 classes, 23 Feb 2027", "closed: burst pipe", "Parent & Baby Yoga"),
    "94-edit-season-prolonged": (
        "83 classes in 20 series, 5 to 18 Apr 2027",
        "Aqua Fitness",
        "with Anna, Ben",
    ),
}
"""How much and from when to when, then what happens, and whom it meets."""


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
def test_paper_is_one_page_of_headings_and_classes_and_nothing_else(
    name: str, browser: Browser, reports: dict[str, Season], screenshots: Path
) -> None:
    with opened(browser, reports[name].page, SHEET) as reading:
        page = reading.page
        page.emulate_media(media="print")
        page.screenshot(path=screenshots / f"{name}-print.png", full_page=True)
        printed = page.locator("body").inner_text()
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
        parts = "[id^=week-], .zone, .day > h3, .chip:not(.told), .once, .signs"
        wanted = page.locator(parts).all_inner_texts()
        letters = page.locator(".chip:not(.told) .service").evaluate_all(
            "all => all.map((each) => parseFloat(getComputedStyle(each).fontSize))"
        )
    assert sorted(printed.split()) == sorted(" ".join(wanted).split())
    assert sheets == 1
    assert min(letters) >= 9


@pytest.mark.parametrize("name", EDITS)
def test_paper_tells_every_class_of_the_plan_once(
    name: str, browser: Browser, reports: dict[str, Season]
) -> None:
    with opened(browser, reports[name].page, SHEET) as reading:
        reading.page.emulate_media(media="print")
        printed = told_on_paper(reading.page)
        chips = reading.page.locator(".chip:visible")
        whole = [*zip((day for day, *_ in printed), chips.all_inner_texts(), strict=True)]
    assert set(printed) == set(taught(reports[name].view))
    assert len(whole) == len(set(whole))


def test_paper_of_a_teacher_has_the_classes_of_the_teacher(
    browser: Browser, reports: dict[str, Season]
) -> None:
    season = reports["94-edit-season-prolonged"]
    with opened(browser, season.page, SHEET) as reading:
        reading.page.select_option("#staff", "Clara")
        reading.page.emulate_media(media="print")
        printed = told_on_paper(reading.page)
    assert sorted(printed) == sorted({each for each in taught(season.view) if each[-1] == "Clara"})
    assert printed


def test_paper_of_a_week_says_so_and_has_its_dates(browser: Browser, reports: dict[str, Season]) -> None:
    season = reports["94-edit-season-prolonged"]
    with opened(browser, season.page, SHEET) as reading:
        page = reading.page
        page.select_option("#staff", "Clara")
        page.locator(".weeks button[data-monday='2027-04-12']").click()
        page.emulate_media(media="print")
        printed, head = told_on_paper(page), page.locator("h2:visible").inner_text()
        dated = page.locator(".week .chip:visible .when:visible").all_inner_texts()
    assert len(printed) == 6
    assert [words for words in dated if "Apr" not in words or "not " in words] == []
    assert "Clara · week of Mon 12 Apr 2027" in " ".join(head.split())


def taught(view: PlanView) -> list[tuple[str, str, str, str]]:
    """Weekday or single date, begin, service and teacher of all that the plan sees."""
    classes = [
        *(each["change"]["after"] for each in view["resource_changes"]),
        *(each["after"] for each in (*view["held_back"], *view["conflicts"])),
        *(each["before"] for each in view["drift"]),
    ]
    return [
        (
            WEEKDAYS[date.fromisoformat(each["start"][:10]).weekday()],
            each["start"][11:16],
            each["names"]["service"] or "",
            each["names"]["staff"] or "",
        )
        for each in classes
        if each is not None
    ]


def told_on_paper(page: Page) -> list[tuple[str, ...]]:
    """The same of each class that is seen, a weekday of its column or else of its date."""
    found = page.locator(".chip:visible").evaluate_all(
        """all => all.map((chip) => [
          (chip.closest(".day")?.querySelector("h3") ?? chip.querySelector(".when")).innerText.slice(0, 3),
          chip.querySelector(".hours").innerText.slice(0, 5),
          chip.querySelector(".service").innerText, chip.dataset.staff])"""
    )
    return [tuple(each) for each in found]
