"""Public holidays from their tables."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from unit.expand.builders import days, policy, public_holidays, span

from reconciler.expand.holidays import table_of
from reconciler.model.calendars import DayPolicy, PolicyKind
from reconciler.model.diagnostic import Severity


def reach(text: str) -> range:
    first, last = days(text)
    return range(first.toordinal(), last.toordinal() + 1)


def year(number: int) -> range:
    return reach(f"{number}-01-01 to {number}-12-31")


def _dates(policy: DayPolicy, number: int) -> dict[str, str]:
    table = table_of(policy, year(number))
    assert table.diagnostics == ()
    return {day.isoformat(): name for day, name in table.names.items()}


def school(calendar: str, **fields) -> DayPolicy:
    return policy(calendar, kind=PolicyKind.SCHOOL, **fields)


def _error(policy: DayPolicy, within: range):
    table = table_of(policy, within)
    (found,) = table.diagnostics
    assert (found.severity, found.span, table.names) == (Severity.ERROR, span(50), {})
    return found


def test_a_region_has_its_own_days():
    assert "2026-03-08" in _dates(public_holidays("DE-BE"), 2026)
    assert "2026-03-08" not in _dates(public_holidays("DE"), 2026)


@pytest.mark.parametrize("language", ["en_US.UTF-8", "uk", "C"])
def test_names_are_those_of_the_place_whatever_the_machine_speaks(monkeypatch, language):
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, language)
    assert _dates(public_holidays("DE"), 2026)["2026-04-03"] == "Karfreitag"


def test_only_the_years_in_question_are_there():
    assert {text[:4] for text in _dates(public_holidays("US"), 2027)} == {"2027"}


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
    found = _error(public_holidays(calendar), year(2026))
    assert found.code == "EXP012"
    assert near in found.hint


def test_a_year_beyond_the_tables_is_an_error():
    found = _error(public_holidays("DE", "1980-01-01"), reach("2100-12-01 to 2101-01-05"))
    assert found.code == "EXP013"
    assert "1980, 2101" in found.summary
    assert "1991 to 2100" in found.detail


def test_the_years_of_kept_dates_are_asked_for_as_well():
    table = table_of(public_holidays("DE", "2027-10-03"), year(2026))
    assert date(2027, 10, 3) in table.names


def test_categories_are_those_of_the_country():
    assert "2026-12-24" in _dates(policy("AT", categories=("bank", "public")), 2026)
    assert "2026-12-24" not in _dates(policy("AT"), 2026)
    assert "2026-10-26" not in _dates(policy("AT", categories=("bank",)), 2026)


def test_an_unknown_category_is_an_error_that_names_those_of_the_country():
    found = _error(policy("AT", categories=("banque",)), year(2026))
    assert (found.code, found.summary) == ("EXP033", "AT has no holidays of the category banque")
    assert found.hint == "its categories are bank, protestant, public, school"


def test_a_substitute_day_counts_beside_the_holiday_unless_the_policy_says_otherwise():
    with_substitutes, without = _dates(policy("GB-ENG"), 2026), _dates(policy("GB-ENG", observed=False), 2026)
    assert with_substitutes.keys() - without.keys() == {"2026-12-28"}
    assert with_substitutes["2026-12-28"] == "Boxing Day (observed)"
    assert "2026-12-26" in without


def test_school_holidays_are_those_of_the_region():
    found = _dates(school("DE-BE"), 2026)
    assert found["2026-10-19"] == "Herbstferien"
    assert "2026-10-18" not in found
    assert "2026-10-03" not in found
    assert "2026-02-16" in _dates(school("DE-BY"), 2026)


def test_school_holidays_of_a_country_with_regions_need_one():
    found = _error(school("DE"), year(2026))
    assert found.code == "EXP031"
    assert "name the region, as in DE-BB, DE-BE" in found.hint
    assert "FR-Zone A" in _error(school("FR"), year(2026)).hint


@pytest.mark.parametrize("calendar", ["US", "US-CA", "PT", "FR-971"])
def test_school_holidays_that_nobody_lists_are_an_error_with_a_way_out(calendar):
    found = _error(school(calendar), year(2026))
    assert found.code == "EXP031"
    assert "`calendars:`" in found.hint


@pytest.fixture
def end() -> date:
    """The last day of the table of Berlin, which grows from release to release of the package."""
    table = holidays.country_holidays("DE", subdiv="BE", years=range(2026, 2060), categories=("school",))
    return max(table)


def test_a_table_that_ends_in_the_middle_of_a_year_holds_up_to_its_last_day(end):
    assert table_of(school("DE-BE"), reach(f"{end.year}-01-01 to {end}")).diagnostics == ()
    after = end + timedelta(days=1)
    found = _error(school("DE-BE"), reach(f"{end.year}-01-01 to {after}"))
    assert found.code == "EXP032"
    assert f"known up to {end}, but classes run to {after}" in found.summary


@pytest.mark.parametrize("within", ["2075-01-01 to 2075-02-01", "2026-12-01 to 2080-01-01"])
def test_classes_long_after_the_end_of_a_table_are_told_where_it_ends(within, end):
    assert f"known up to {end}" in _error(school("DE-BE"), reach(within)).summary


def test_a_year_before_the_first_table_is_an_error():
    found = _error(school("AU-NSW"), reach("2004-11-01 to 2005-03-01"))
    assert found.code == "EXP032"
    assert found.summary.endswith("in 2004, 2005")


def test_a_table_without_an_end_goes_on():
    assert table_of(school("AT-9"), reach("2026-01-01 to 2040-12-31")).diagnostics == ()
