"""The report as people meet it: in a browser, in light and dark, on a desk, on a phone and on paper."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.reading import DESKTOP, PHONE, Reading, opened
from browser.seasons import Season
from playwright.sync_api import Browser, Page, ViewportSize, expect

LOOKS = [
    ("desktop-light", DESKTOP, "light"),
    ("desktop-dark", DESKTOP, "dark"),
    ("phone-light", PHONE, "light"),
    ("phone-dark", PHONE, "dark"),
]
WCAG = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CHIPS = ".chip:not([hidden]):not(.out)"


def numbers(page: Page, selector: str) -> int:
    """How many classes the elements that are shown speak of."""
    found: int = page.eval_on_selector_all(
        selector, "all => all.filter((e) => !e.hidden).reduce((sum, e) => sum + Number(e.dataset.n), 0)"
    )
    return found


def kinds(page: Page) -> Counter[str]:
    shown = page.eval_on_selector_all(CHIPS, "all => all.map((e) => [e.dataset.kind, Number(e.dataset.n)])")
    counts: Counter[str] = Counter()
    for kind, number in shown:
        counts[kind] += number
    return counts


def assert_open_to_all(reading: Reading) -> None:
    found = Axe().run(reading.page, options=WCAG).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []


def unfold_some(page: Page) -> None:
    """The first and the last of each section: what they hold has one form."""
    page.eval_on_selector_all(
        ".list",
        """all => all.forEach((section) => {
          const folded = section.querySelectorAll("details");
          for (const each of [folded[0], folded[folded.length - 1]]) if (each) each.open = true;
        })""",
    )


def assert_quiet(reading: Reading) -> None:
    assert reading.said == []
    assert reading.asked == []


@pytest.mark.parametrize(("name", "size", "scheme"), LOOKS, ids=[look[0] for look in LOOKS])
def test_nothing_is_said_asked_cut_or_barred(
    browser: Browser, season: Season, screenshots: Path, name: str, size: ViewportSize, scheme: str
) -> None:
    with opened(browser, season.page, size, color_scheme=scheme) as reading:
        reading.page.screenshot(path=screenshots / f"{name}.png", full_page=True)
        unfold_some(reading.page)
        assert_open_to_all(reading)
        wide, window = reading.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window
        assert_quiet(reading)


def test_every_number_is_that_of_the_view(browser: Browser, season: Season) -> None:
    summary = season.view["summary"]
    assert min(summary[key] for key in ("add", "held_back", "conflicts", "drift", "removed", "moved")) > 0
    with opened(browser, season.page) as reading:
        page = reading.page
        assert kinds(page)["create"] == summary["add"]
        assert kinds(page)["decide"] == summary["held_back"] + summary["conflicts"]
        drift = kinds(page)["differs"] + kinds(page)["undeclared"] + kinds(page)["native"]
        assert drift == summary["drift"]
        assert numbers(page, "[aria-labelledby=classes] .group") == summary["add"]
        assert page.locator("[aria-labelledby=classes] .days li").count() == summary["add"]
        assert numbers(page, "[aria-labelledby=held] .group") == summary["held_back"]
        assert numbers(page, "[aria-labelledby=clashes] .group") == summary["conflicts"]
        assert numbers(page, "[aria-labelledby=drift] .group") == summary["drift"]
        assert numbers(page, ".gone > li") == summary["removed"]
        assert page.locator(".moves > li").count() == summary["moved"]
        weeks = page.locator(".weeks button b").all_inner_texts()
        assert sum(map(int, weeks)) == sum(kinds(page).values())


@pytest.mark.parametrize(
    ("field", "name"), [("service", "Yoga Flow"), ("staff", "Farah"), ("room", "small hall")]
)
def test_a_filter_leaves_what_it_says(browser: Browser, season: Season, field: str, name: str) -> None:
    def named(details: dict[str, dict[str, object]]) -> bool:
        found = details["names"]["rooms" if field == "room" else field]
        return name in found if isinstance(found, list) else found == name

    view = season.view
    created = sum(named(each["change"]["after"]) for each in view["resource_changes"])
    others = [each["after"] for each in (*view["held_back"], *view["conflicts"])]
    others += [each["before"] for each in view["drift"]]
    expected = created + sum(map(named, others))
    with opened(browser, season.page) as reading:
        page = reading.page
        page.select_option(f"#{field}", name)
        assert sum(kinds(page).values()) == expected > 0
        assert kinds(page)["create"] == numbers(page, "[aria-labelledby=classes] .group") == created
        expect(page.locator("#shown")).to_contain_text(f"{name}: {expected} of ")
        page.click("text=Show all")
        expect(page.locator("#shown")).not_to_contain_text(f"{name}: ")  # a form is reset a moment later
        assert kinds(page)["create"] == view["summary"]["add"]
        assert page.locator("article[hidden], .list[hidden]").count() == 0
        assert_quiet(reading)


def test_kinds_of_change_can_be_picked(browser: Browser, season: Season) -> None:
    with opened(browser, season.page) as reading:
        page = reading.page
        page.select_option("#kind", "decide")
        assert set(kinds(page)) == {"decide"}
        assert page.locator(".list:not([hidden])").count() == 2
        page.select_option("#kind", "lost")
        assert sum(kinds(page).values()) == 0
        assert numbers(page, ".gone > li") == season.view["summary"]["removed"]
        assert page.locator(".list:not([hidden]) h2").all_inner_texts()[0].startswith("Not taking place")


def test_words_are_looked_for_in_the_reasons_too(browser: Browser, season: Season) -> None:
    with opened(browser, season.page) as reading:
        reading.page.fill("#search", "half of the racks")
        shown = reading.page.locator("[aria-labelledby=classes] article:not([hidden]) h3")
        assert len(shown.all_inner_texts()) == 1
        assert "strength-circuit" in shown.all_inner_texts()[0]


def test_a_week_can_be_picked_and_shows_what_falls_out(browser: Browser, season: Season) -> None:
    with opened(browser, season.page) as reading:
        page = reading.page
        button = (
            page.locator(".weeks button", has_text="8 Mar")
            .or_(page.locator('.weeks button[data-monday="2027-03-08"]'))
            .first
        )
        expected = int(button.locator("b").inner_text())
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        expect(page.locator("#shown")).to_contain_text(f"{expected} of ")
        assert page.locator(".chip.out:not([hidden])").count() > 0
        days = page.locator(".days li:not([hidden]) time, .gone > li:not([hidden]) time")
        dates = days.evaluate_all("all => all.map((e) => e.dateTime)")
        assert {"2027-03-08" <= day <= "2027-03-14" for day in dates} == {True}
        assert_open_to_all(reading)
        button.click()
        assert page.locator(".chip.out").count() == 0
        assert kinds(page)["create"] == season.view["summary"]["add"]
        assert page.locator(".days li[hidden], .part[hidden]").count() == 0


def test_a_class_leads_to_its_dates_and_reasons_by_keyboard_alone(browser: Browser, season: Season) -> None:
    with opened(browser, season.page) as reading:
        page = reading.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "To the timetable"
        link = page.locator(".chip.create a", has_text="Parent & Baby Yoga").first
        link.focus()
        page.keyboard.press("Enter")
        block = page.locator("article:target")
        expect(block.locator("details")).to_have_attribute("open", "")
        assert "the hall is let in the morning" in block.inner_text()
        assert "schedules/daytime.yaml:" in block.locator(".why").first.inner_text()
        assert_quiet(reading)


def test_every_date_has_the_trace_of_the_view(browser: Browser, season: Season) -> None:
    view = season.view
    expected: Counter[tuple[str, ...]] = Counter()
    for change in view["resource_changes"]:
        trace = view["traces"][change["trace"]]
        day = change["change"]["after"]["start"][:10]
        expected[
            (day, *(f"{step['kind']} {step['text']} {step['file']}:{step['line']}" for step in trace))
        ] += 1
    with opened(browser, season.page) as reading:
        found = reading.page.eval_on_selector_all(
            "[aria-labelledby=classes] .part",
            """all => all.flatMap((part) => {
              const why = [...part.querySelectorAll(".why li")].map((li) => li.textContent);
              return [...part.querySelectorAll("time")].map((time) => [time.dateTime, ...why]);
            })""",
        )
    assert Counter(map(tuple, found)) == expected


def test_it_reads_without_scripts(browser: Browser, season: Season) -> None:
    with opened(browser, season.page, java_script_enabled=False) as reading:
        page = reading.page
        assert page.locator(".filters").is_hidden()
        assert page.locator(".chip").first.is_visible()
        page.locator("summary").first.click()
        assert page.locator("details[open] .why").first.is_visible()


def test_paper_shows_the_week_and_nothing_to_press(
    browser: Browser, season: Season, screenshots: Path
) -> None:
    with opened(browser, season.page, {"width": 1050, "height": 740}) as reading:
        page = reading.page
        page.emulate_media(media="print")
        page.screenshot(path=screenshots / "print.png", full_page=True)
        assert page.locator(".chip").first.is_visible()
        pressable = page.locator("button:visible, select:visible, input:visible, summary:visible")
        assert pressable.count() == 0


def test_a_phone_of_320_pixels_needs_no_sideways_scrolling(browser: Browser, season: Season) -> None:
    with opened(browser, season.page, {"width": 320, "height": 640}) as reading:
        assert reading.page.evaluate("document.documentElement.scrollWidth") <= 320
