"""Classes with a rule, through the real command: `reconciler expand FILE --format json`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli.root import run

HEAD = """\
version: 1
location: mitte
locations: {{mitte: {{id: 101, timezone: {zone}}}}}
services: {{Yoga: 9001}}
staff: {{Anna: 5511}}
defaults: {{service: Yoga, staff: Anna, capacity: 5, duration: 1h}}
{rest}
"""
Expand = Callable[..., dict[str, Any]]


@pytest.fixture
def expanded(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Expand:
    """Expands one class, written as the inside of braces; `also` stands below it."""

    def expand(
        written: str, *, zone: str = "Europe/Berlin", also: str = "", status: int = 0
    ) -> dict[str, Any]:
        file = tmp_path / "class.yaml"
        file.write_text(
            HEAD.format(zone=zone, rest=f"classes: [{{id: yoga, {written}}}]\n{also}"), encoding="utf-8"
        )
        command = "validate" if status else "expand"  # of a schedule with errors, no occurrence is shown
        assert run([command, str(file), "--format", "json"]) == status
        report: dict[str, Any] = json.loads(capfd.readouterr().out)
        return report

    return expand


def starts(report: dict[str, Any]) -> list[str]:
    return [one["start"][:16].replace("T", " ") for one in report["occurrences"]]


def addresses(report: dict[str, Any]) -> list[str]:
    return [one["address"].removeprefix("mitte/") for one in report["occurrences"]]


def codes(report: dict[str, Any]) -> list[str]:
    return [one["code"] for one in report["diagnostics"]]


AUTUMN = 'from: 2026-09-01, to: 2026-12-31, at: "18:30"'


def test_a_rule_of_1970_starts_at_the_first_match_in_its_zone(expanded: Expand) -> None:
    said = 'from: 1970-01-01, to: 1970-05-31, at: "09:00", rrule: FREQ=MONTHLY;BYDAY=-1FR'
    report = expanded(said, zone="America/New_York")
    expected = ["1970-01-30", "1970-02-27", "1970-03-27", "1970-04-24", "1970-05-29"]
    assert [f"{day} 09:00" for day in expected] == starts(report)
    assert [one["utc_offset"] for one in report["occurrences"]] == ["-05:00"] * 4 + ["-04:00"]


def test_local_time_stays_over_the_changes_of_a_zone_that_leaves_summer_time_for_ramadan(
    expanded: Expand,
) -> None:
    said = 'from: 2026-02-01, to: 2026-04-05, at: "18:30", rrule: FREQ=WEEKLY;BYDAY=SU;INTERVAL=2'
    report = expanded(said, zone="Africa/Casablanca")
    days = ["2026-02-01", "2026-02-15", "2026-03-01", "2026-03-15", "2026-03-29"]
    assert [f"{day} 18:30" for day in days] == starts(report)
    offsets = [one["utc_offset"] for one in report["occurrences"]]
    assert offsets == ["+01:00", "+00:00", "+00:00", "+00:00", "+01:00"]


def test_a_date_that_a_zone_never_had_is_reported(expanded: Expand) -> None:
    said = 'from: 2011-12-28, to: 2012-01-01, at: "18:30", rrule: FREQ=DAILY'
    whole = expanded(said, zone="Pacific/Apia")
    assert codes(whole) == ["EXP078"]
    assert [one["date"] for one in whole["removals"]] == ["2011-12-30"]
    report = expanded(f"{said}, exdate: 2011-12-30", zone="Pacific/Apia")
    for found in (whole, report):
        assert [one[:10] for one in starts(found)] == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]


def test_the_end_of_the_class_ends_the_rule_on_its_own_day(expanded: Expand) -> None:
    report = expanded('from: 2026-09-01, to: 2026-09-15, at: "18:30", rrule: FREQ=WEEKLY')
    assert starts(report) == ["2026-09-01 18:30", "2026-09-08 18:30", "2026-09-15 18:30"]


@pytest.mark.parametrize("end", ["UNTIL=20260915", "COUNT=3"])
def test_a_rule_that_ends_by_itself_needs_no_last_day(expanded: Expand, end: str) -> None:
    report = expanded(f'from: 2026-09-01, at: "18:30", rrule: FREQ=WEEKLY;{end}')
    assert starts(report) == ["2026-09-01 18:30", "2026-09-08 18:30", "2026-09-15 18:30"]


def test_a_rule_without_any_end_needs_a_last_day(expanded: Expand) -> None:
    assert codes(expanded('from: 2026-09-01, at: "18:30", rrule: FREQ=WEEKLY', status=65)) == ["CHK006"]


def test_a_rule_runs_on_over_seasons_from_the_first_day_of_the_first(expanded: Expand) -> None:
    seasons = "seasons: {a: {from: 2026-09-01, to: 2026-09-20}, b: {from: 2026-10-12, to: 2026-10-31}}"
    report = expanded('seasons: [b, a], at: "18:30", rrule: FREQ=WEEKLY;INTERVAL=2', also=seasons)
    assert [one[:10] for one in starts(report)] == ["2026-09-01", "2026-09-15", "2026-10-13", "2026-10-27"]


def test_several_times_a_day_have_addresses_of_their_own(expanded: Expand) -> None:
    report = expanded(f"{AUTUMN}, rrule: 'FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,18;BYMINUTE=0;COUNT=3'")
    assert starts(report) == ["2026-09-07 09:00", "2026-09-07 18:00", "2026-09-14 09:00"]
    assert addresses(report) == ["yoga@0900/2026-09-07", "yoga@1800/2026-09-07", "yoga@0900/2026-09-14"]


def test_one_other_time_a_day_keeps_the_plain_address(expanded: Expand) -> None:
    report = expanded(f"{AUTUMN}, rrule: FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;COUNT=1")
    assert (starts(report), addresses(report)) == (["2026-09-07 09:30"], ["yoga/2026-09-07"])


def test_a_rule_within_the_day_steps_on_the_clock_face(expanded: Expand) -> None:
    said = (
        'from: 2026-09-07, to: 2026-09-07, at: "09:00", rrule: FREQ=HOURLY;INTERVAL=5, allow_subdaily: true'
    )
    report = expanded(said)
    assert addresses(report) == ["yoga@0900/2026-09-07", "yoga@1400/2026-09-07", "yoga@1900/2026-09-07"]


def test_named_times_each_follow_the_rule(expanded: Expand) -> None:
    times = 'at: {early: "07:00", late: "18:30"}'
    report = expanded(f"from: 2026-09-01, to: 2026-12-31, {times}, rrule: FREQ=MONTHLY;BYDAY=1SA;COUNT=2")
    days = ("2026-09-05", "2026-10-03")
    assert addresses(report) == [f"yoga@{slot}/{day}" for day in days for slot in ("early", "late")]


def test_an_added_date_merges_with_one_of_the_rule_and_a_removed_one_falls_out(expanded: Expand) -> None:
    said = f"{AUTUMN}, rrule: FREQ=WEEKLY;COUNT=3, rdate: [2026-09-08, 2026-12-23], exdate: 2026-09-15"
    report = expanded(said)
    assert starts(report) == ["2026-09-01 18:30", "2026-09-08 18:30", "2026-12-23 18:30"]
    assert addresses(report)[-1] == "yoga/2026-12-23"
    assert "rdate" in report["occurrences"][-1]["trace"][0]["text"]


def test_an_added_start_at_another_time_has_an_address_of_its_own(expanded: Expand) -> None:
    said = f"{AUTUMN}, rrule: FREQ=WEEKLY;COUNT=2, rdate: [2026-09-08 18:30, 2026-09-08 20:00]"
    assert addresses(expanded(said)) == ["yoga/2026-09-01", "yoga/2026-09-08", "yoga@2000/2026-09-08"]


def test_a_removed_start_leaves_the_others_of_its_day(expanded: Expand) -> None:
    said = 'from: 2026-09-02, to: 2026-12-31, at: "08:00"'
    said += ", rrule: 'FREQ=DAILY;BYHOUR=9,18;BYMINUTE=0;COUNT=4', exdate: 2026-09-02 09:00"
    assert starts(expanded(said)) == ["2026-09-02 18:00", "2026-09-03 09:00", "2026-09-03 18:00"]


@pytest.mark.parametrize(
    ("exdate", "hint"),
    [
        ("2026-09-09", "the nearest are 2026-09-08 18:30 and 2026-09-15 18:30"),
        ("2026-09-08 18:00", "the nearest are 2026-09-01 18:30 and 2026-09-08 18:30"),
        ("2027-09-07", "the nearest is 2026-09-15 18:30"),
    ],
)
def test_a_removed_date_that_hits_nothing_is_an_error_with_the_nearest(
    expanded: Expand, exdate: str, hint: str
) -> None:
    report = expanded(f"{AUTUMN}, rrule: FREQ=WEEKLY;COUNT=3, exdate: [{exdate}, 2026-09-01]", status=65)
    assert codes(report) == ["RRL014"]
    assert report["diagnostics"][0]["hint"] == hint


def test_an_added_date_after_until_counts_where_nothing_else_ends_the_class(expanded: Expand) -> None:
    said = 'from: 2026-09-01, at: "18:30", rrule: FREQ=WEEKLY;UNTIL=20260908T163000Z'
    report = expanded(f'{said}, rdate: "TZID=America/New_York:20261224T100000", exdate: 20260901T183000')
    assert starts(report) == ["2026-09-08 18:30", "2026-12-24 16:00"]
    assert addresses(report) == ["yoga/2026-09-08", "yoga@1600/2026-12-24"]


@pytest.mark.parametrize("exdate", ["2026-09-01", "2026-09-01 18:30"])
def test_a_removed_start_that_does_not_match_the_rule_is_what_other_programs_need(
    expanded: Expand, exdate: str
) -> None:
    report = expanded(f"{AUTUMN}, rrule: FREQ=WEEKLY;BYDAY=WE;COUNT=2, exdate: {exdate}")
    assert starts(report) == ["2026-09-02 18:30", "2026-09-09 18:30"]


def test_a_removed_time_on_the_first_day_that_is_not_the_start_is_an_error(expanded: Expand) -> None:
    said = f"{AUTUMN}, rrule: FREQ=WEEKLY;BYDAY=WE;COUNT=2, exdate: 2026-09-01 10:00"
    assert codes(expanded(said, status=65)) == ["RRL014"]


def test_an_added_date_outside_of_the_class_is_an_error(expanded: Expand) -> None:
    assert codes(expanded(f"{AUTUMN}, rrule: FREQ=WEEKLY, rdate: 2027-01-01", status=65)) == ["RRL015"]


def test_a_change_replaces_the_rule_inside_its_dates_and_keeps_the_start_of_the_class(
    expanded: Expand,
) -> None:
    change = "changes: [{from: 2026-09-10, to: 2026-09-25, rrule: FREQ=WEEKLY;INTERVAL=2;BYDAY=FR}]"
    report = expanded(f'from: 2026-09-01, to: 2026-09-30, at: "18:30", rrule: FREQ=WEEKLY, {change}')
    # Fridays of every second week counted from 1 September: the 4th and the 18th.
    assert [one[:10] for one in starts(report)] == ["2026-09-01", "2026-09-08", "2026-09-18", "2026-09-29"]


def test_closures_and_exceptions_work_as_with_every_other_pattern(expanded: Expand) -> None:
    also = """\
closures: [{on: 2026-09-08, because: new floor}]
exceptions:
  - {class: yoga, on: 2026-09-15, cancel: ill}
  - {class: yoga, on: 2026-09-22, move_to: 2026-09-23 19:00}
"""
    report = expanded(f"{AUTUMN}, rrule: FREQ=WEEKLY;COUNT=4", also=also)
    assert starts(report) == ["2026-09-01 18:30", "2026-09-23 19:00"]
    assert addresses(report) == ["yoga/2026-09-01", "yoga/2026-09-22"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (f"{AUTUMN}, every: mon, rrule: FREQ=WEEKLY", "CHK009"),
        (f"{AUTUMN}, every: mon, exdate: 2026-09-07", "RRL011"),
        (f"{AUTUMN}, every: mon, rdate: 2026-09-08", "RRL011"),
        (f"{AUTUMN}, every: mon, allow_subdaily: true", "RRL011"),
        (f"{AUTUMN}, rrule: FREQ=WEEKLY, rdate: [2026-09-08, 2026-09-08]", "SCH006"),
        (f"{AUTUMN}, rrule: FREQ=WEEKLY, rdate: [2026-09-08 9:00, 2026-09-08 09:00]", "CHK018"),
        (f"{AUTUMN}, rrule: FREQ=WEEKLY, exdate: 2026-02-30", "CHK001"),
        (f"{AUTUMN}, rrule: FREQ=WEEKLY, exdate: 7 Sep", "SCH005"),
        (f"{AUTUMN}, rrule: FREQ=WEEKLY;UNTIL=20260831", "RRL007"),
        (f"{AUTUMN}, rrule: FREQ=WEEKLY;UNTIL=20260901T162959Z", "RRL007"),
        (f"{AUTUMN}, rrule: FREQ=HOURLY", "RRL009"),
        ('from: 2026-09-01, to: 2026-12-31, at: {mon: "18:30"}, rrule: FREQ=DAILY', "RRL012"),
        (
            'from: 2026-09-01, to: 2026-12-31, at: {a: "9:00", b: "10:00"}, rrule: FREQ=DAILY;BYHOUR=8',
            "RRL012",
        ),
        (
            'from: 2026-09-01, to: 2027-12-31, at: "9:00", allow_subdaily: true, rrule: FREQ=MINUTELY',
            "RRL013",
        ),
        (
            'from: 1970-01-01, to: 2099-12-31, at: "9:00", rrule: "FREQ=DAILY;BYHOUR=8,9,10;BYMINUTE=0,30"',
            "RRL013",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(expanded: Expand, said: str, code: str) -> None:
    report = expanded(said, status=65)
    assert codes(report) == [code]
    assert report["diagnostics"][0]["hint"]


def test_a_rule_that_matches_nothing_warns(expanded: Expand) -> None:
    report = expanded(f"{AUTUMN}, rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
    assert (report["occurrences"], codes(report)) == ([], ["EXP019"])
