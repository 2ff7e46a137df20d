"""Seasons, and in which dates of them a class runs."""

from __future__ import annotations

import pytest
from unit.load.timetables import DEFAULTS, HEAD, codes, codes_of_class, days, timetable

from reconciler.model.schedule import Days

TWO = "seasons:\n  autumn: {from: 2026-09-07, to: 2026-12-20}\n  spring: {from: 2027-01-11, to: 2027-03-28}\n"


def periods(fields: str, seasons: str = TWO) -> list[tuple[str, Days]]:
    text = f'{HEAD}{seasons}{DEFAULTS}classes:\n  - {{id: yoga, every: mon, at: "18:30"{fields}}}\n'
    (found,) = timetable(text).classes
    return [(period.season, period.days) for period in found.periods]


AUTUMN = ("autumn", days("2026-09-07", "2026-12-20"))
SPRING = ("spring", days("2027-01-11", "2027-03-28"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (", seasons: autumn", [AUTUMN]),
        (", seasons: [spring, autumn]", [AUTUMN, SPRING]),
        (", seasons: autumn, from: 2026-10-01", [("autumn", days("2026-10-01", "2026-12-20"))]),
        (", seasons: autumn, to: 2026-10-01", [("autumn", days("2026-09-07", "2026-10-01"))]),
        (", seasons: [autumn, spring], from: 2027-02-01", [("spring", days("2027-02-01", "2027-03-28"))]),
        (", from: 2026-10-01, to: 2026-10-31", [("", days("2026-10-01", "2026-10-31"))]),
    ],
)
def test_a_class_runs_in_its_seasons_cut_to_its_own_bounds(
    fields: str, expected: list[tuple[str, Days]]
) -> None:
    assert periods(fields) == expected


def test_the_only_season_need_not_be_named() -> None:
    assert periods("", TWO.rsplit("  spring", 1)[0]) == [AUTUMN]


def test_written_dates_need_no_season() -> None:
    text = f'{HEAD}{DEFAULTS}classes:\n  - {{id: yoga, on: [2026-10-12, 2026-10-05], at: "18:30"}}\n'
    (period,) = timetable(text).classes[0].periods
    assert (period.season, period.days) == ("", days("2026-10-05", "2026-10-12"))


@pytest.mark.parametrize(
    "written",
    ["2026-10-12 to 2026-10-24", "[2026-10-12 to 2026-10-24]", "[{from: 2026-10-12, to: 2026-10-24}]"],
)
def test_breaks_may_be_written_in_several_ways(written: str) -> None:
    seasons = f"seasons: {{autumn: {{from: 2026-09-07, to: 2026-12-20, breaks: {written}}}}}\n"
    text = f'{HEAD}{seasons}{DEFAULTS}classes:\n  - {{id: yoga, every: mon, at: "18:30"}}\n'
    (period,) = timetable(text).classes[0].periods
    assert [one.days for one in period.breaks] == [days("2026-10-12", "2026-10-24")]


def test_a_season_that_is_wrong_is_the_only_thing_said_about_it() -> None:
    seasons = "seasons: {autumn: {from: 2026-09-07, to: 2026-11-31}}\n"
    for fields in ("", ", seasons: autumn"):
        text = f'{HEAD}{seasons}{DEFAULTS}classes:\n  - {{id: yoga, every: mon, at: "18:30"{fields}}}\n'
        assert codes(text) == ["CHK001"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (", seasons: autum", ["CHK006"]),
        (", seasons: [autumn, autum]", ["CHK006"]),
        (", from: 2025-10-01", ["CHK007"]),
        (", to: 2028-10-01", ["CHK007"]),
        (", from: 2026-11-01, to: 2026-10-01", ["CHK008"]),
    ],
)
def test_a_class_outside_of_its_season_is_refused_once(fields: str, expected: list[str]) -> None:
    assert codes_of_class(f'every: mon, at: "18:30"{fields}') == expected


def test_several_seasons_and_none_named_says_which_there_are() -> None:
    text = f'{HEAD}{TWO}{DEFAULTS}classes:\n  - {{id: yoga, every: mon, at: "18:30"}}\n'
    assert codes(text) == ["CHK006"]
