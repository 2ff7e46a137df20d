"""Public holidays from their tables."""

from __future__ import annotations

from datetime import date

import pytest
from unit.expand.builders import public_holidays, span

from reconciler.expand.holidays import public_days
from reconciler.model.diagnostic import Severity


def _dates(policy, *years: int) -> dict[str, str]:
    days = public_days(policy, years)
    assert days.diagnostics == ()
    return {date.fromordinal(number).isoformat(): step.text for number, step in days.steps.items()}


def test_a_region_has_its_own_days():
    assert "2026-03-08" in _dates(public_holidays("DE-BE"), 2026)
    assert "2026-03-08" not in _dates(public_holidays("DE"), 2026)


@pytest.mark.parametrize("language", ["en_US.UTF-8", "uk", "C"])
def test_names_are_those_of_the_place_whatever_the_machine_speaks(monkeypatch, language):
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, language)
    assert _dates(public_holidays("DE"), 2026)["2026-04-03"] == "public holiday (Karfreitag)"


def test_only_the_years_in_question_are_there():
    assert {text[:4] for text in _dates(public_holidays("US"), 2027)} == {"2027"}


def test_a_kept_holiday_is_left_out():
    assert "2026-10-03" not in _dates(public_holidays("DE-BE", "2026-10-03"), 2026)


def test_a_policy_that_skips_none_asks_no_calendar():
    assert public_days(public_holidays("XX", skip=False), [2026]) == ({}, ())


@pytest.mark.parametrize(
    ("calendar", "near"),
    [
        ("XX", "the nearest are"),
        ("Germany", "DE"),
        ("DE-BX", "DE-B"),
        ("DE-be", "DE-BE"),
        ("de", "DE"),
        ("ECB", ""),
        ("", ""),
        ("DE-", ""),
        ("HolidayBase", ""),
        ("MC-01", "MC has no regions"),
    ],
)
def test_an_unknown_calendar_is_an_error_with_the_nearest_names(calendar, near):
    days = public_days(public_holidays(calendar), [2026])
    (found,) = days.diagnostics
    assert (found.code, found.severity, found.span, days.steps) == ("EXP012", Severity.ERROR, span(50), {})
    assert near in found.hint


def test_a_year_beyond_the_tables_is_an_error():
    days = public_days(public_holidays("DE"), [2026, 2101, 1980])
    (found,) = days.diagnostics
    assert (found.code, found.severity) == ("EXP013", Severity.ERROR)
    assert "1980, 2101" in found.summary
    assert "1991 to 2100" in found.detail


def test_a_kept_date_that_is_no_holiday_is_a_warning_with_the_nearest():
    days = public_days(public_holidays("DE-BE", "2026-10-02"), [2026])
    (found,) = days.diagnostics
    assert (found.code, found.severity) == ("EXP014", Severity.WARNING)
    assert "2026-10-03 (Tag der Deutschen Einheit)" in found.hint
