"""The weeks of teachers and rooms: chosen in the report, or from the start, on the screen and on paper."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from browser.reading import DESKTOP, PHONE, opened
from browser.seasons import Season
from browser.test_report import assert_open_to_all, assert_quiet
from playwright.sync_api import Browser, Page, ViewportSize, expect

from reconciler.render.html import to_html

PAPER = ViewportSize(width=1047, height=718)
KEYS = {"teacher": "staff", "room": "room"}


def sheets(page: Page) -> dict[str, int]:
    """Name of each sheet that is shown, and how many classes it has of its own."""
    found: list[tuple[str, int]] = page.eval_on_selector_all(
        ".sheet:not([hidden])",
        """all => all.map((sheet) => [
          sheet.querySelector("h2").firstChild.data,
          [...sheet.querySelectorAll(".chip:not(.theirs):not([hidden])")]
            .reduce((sum, e) => sum + Number(e.dataset.n), 0),
        ])""",
    )
    assert len(dict(found)) == len(found)
    return {name.removeprefix("mitte, "): number for name, number in found}


def wanted(page: Page, by: str) -> Counter[str]:
    """The same, counted in the week of the whole place."""
    chips: list[tuple[str, int]] = page.eval_on_selector_all(
        ".split .chip:not([hidden])", f"all => all.map((e) => [e.dataset.{KEYS[by]}, Number(e.dataset.n)])"
    )
    counts: Counter[str] = Counter()
    for names, number in chips:
        for name in names.split("\n"):
            counts[name or f"no {by}"] += number
    return counts


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("by", ["teacher", "room"])
def test_each_of_them_has_a_week_with_all_their_classes(
    browser: Browser, season: Season, by: str, size: ViewportSize, screenshots: Path
) -> None:
    with opened(browser, season.page, size) as reading:
        page = reading.page
        page.select_option("#by", by)
        told = sheets(page)
        page.screenshot(path=screenshots / f"by-{by}-{size['width']}.png")
        assert told == wanted(page, by)
        assert len(told) > 3
        assert page.locator(".split > .week").is_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert_open_to_all(reading)
        assert_quiet(reading)
        page.select_option("#by", "")
        assert page.locator(".sheet").count() == 0
        assert page.locator(".location > .week").first.is_visible()


def test_sheets_follow_the_filters(browser: Browser, season: Season) -> None:
    with opened(browser, season.page) as reading:
        page = reading.page
        page.select_option("#by", "teacher")
        page.select_option("#service", "Pilates")
        assert sheets(page) == wanted(page, "teacher")
        shown = page.locator("#shown").inner_text()
        page.locator(".weeks button").nth(2).click()
        assert set(sheets(page)) <= set(wanted(page, "teacher"))
        page.locator("button[type=reset]").click()
        expect(page.locator(".sheet")).to_have_count(0)  # a form is reset a moment later
        assert shown.startswith("Pilates: ")
        assert reading.said == []


def opens_by(season: Season, by: str, folder: Path) -> Path:
    page = folder / "by.html"
    page.write_text(to_html(season.view, by), encoding="utf-8")
    return page


def test_it_opens_as_it_was_asked_for(browser: Browser, season: Season, tmp_path: Path) -> None:
    with opened(browser, opens_by(season, "room", tmp_path)) as reading:
        assert reading.page.locator("#by").input_value() == "room"
        assert sheets(reading.page) == wanted(reading.page, "room")
        assert_quiet(reading)


def test_without_scripts_it_is_the_week_of_the_whole_place(
    browser: Browser, season: Season, tmp_path: Path
) -> None:
    with opened(browser, opens_by(season, "teacher", tmp_path), java_script_enabled=False) as reading:
        assert reading.page.locator(".location > .week").first.is_visible()
        assert reading.page.locator(".sheet").count() == 0


def printed(page: Page) -> list[list[Any]]:
    """Sheet and teacher of each class on paper."""
    found: list[list[Any]] = page.eval_on_selector_all(
        ".sheet .chip",
        """all => all.filter((e) => e.offsetParent).map((e) =>
          [e.closest(".sheet").querySelector("h2").firstChild.data, e.dataset.staff])""",
    )
    return found


@pytest.mark.parametrize("edit", ["91-edit-time-moved", "92-edit-teacher-replaced"])
def test_each_sheet_is_a_page_and_has_the_classes_of_its_teacher_alone(
    browser: Browser, reports: dict[str, Season], edit: str, tmp_path: Path
) -> None:
    with opened(browser, opens_by(reports[edit], "teacher", tmp_path), PAPER) as reading:
        page = reading.page
        page.emulate_media(media="print")
        on_paper = printed(page)
        pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
        number = page.locator(".sheet:visible").count()
    assert on_paper
    assert {tuple(each) for each in on_paper} == {(f"mitte, {teacher}", teacher) for _, teacher in on_paper}
    assert pages == number


def test_a_teacher_who_loses_classes_sees_them_and_who_has_them(
    browser: Browser, reports: dict[str, Season], tmp_path: Path
) -> None:
    season = reports["92-edit-teacher-replaced"]
    with opened(browser, opens_by(season, "teacher", tmp_path)) as reading:
        theirs = reading.page.locator(".sheet .chip.theirs")
        told = theirs.evaluate_all(
            "all => all.map((e) => [e.querySelector('.difference').textContent, e.dataset.staff])"
        )
    changed = json.dumps(season.view["resource_changes"] + season.view["drift"])
    assert told
    assert all(words and json.dumps(staff) in changed for words, staff in told)
