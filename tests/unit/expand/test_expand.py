"""The front: order, window, clock changes, independence."""

from __future__ import annotations

import doctest
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from unit.expand.builders import (
    SUN,
    WED,
    closure,
    day,
    exception,
    group,
    move_to,
    period,
    public_holidays,
    schedule,
    settings,
    slot,
    span,
    timetable,
    weekly,
)

import reconciler.expand
from reconciler.expand import expand
from reconciler.model.diagnostic import Severity
from reconciler.model.occurrence import StepKind
from reconciler.model.schedule import Schedule
from reconciler.model.window import Window


def test_the_example_in_the_front_is_true():
    assert doctest.testmod(reconciler.expand).failed == 0


def test_nothing_gives_nothing():
    empty = expand(Schedule())
    assert (empty.occurrences, empty.removals, empty.diagnostics) == ((), (), ())


def test_occurrences_are_ordered_by_instant_then_address():
    yoga = group(
        "yoga", settings=settings(slots=(slot("18:30"),)), periods=(period("2026-09-07 to 2026-09-14"),)
    )
    others = [
        group(name, settings=settings(staff_id=n), periods=(period("2026-09-07 to 2026-09-14"),))
        for n, name in enumerate(("yoga-b", "yog"), 20)
    ]
    lisbon = timetable(
        group(periods=(period("2026-09-07 to 2026-09-07"),)), key="a-lisbon", zone="Europe/Lisbon"
    )
    found = expand(Schedule(timetables=(timetable(yoga, *others), lisbon)))
    assert [one.address for one in found.occurrences] == [
        "mitte/yog/2026-09-07",
        "mitte/yoga-b/2026-09-07",
        "mitte/yoga/2026-09-07",
        "a-lisbon/yoga/2026-09-07",
        "mitte/yog/2026-09-14",
        "mitte/yoga-b/2026-09-14",
        "mitte/yoga/2026-09-14",
    ]
    keys = [(one.utc, one.address) for one in found.occurrences]
    assert keys == sorted(keys)


def test_the_window_looks_at_the_moved_start_and_at_the_date_of_removals():
    given = schedule(
        group(),
        exceptions=(
            exception("2026-09-14", move_to=move_to("2026-09-23")),
            exception("2026-09-21", cancel=True),
        ),
    )
    found = expand(given, Window(first=day("2026-09-15"), last=day("2026-09-27")))
    assert [one.address for one in found.occurrences] == ["mitte/yoga/2026-09-14"]
    assert [one.address for one in found.removals] == ["mitte/yoga/2026-09-21"]
    assert expand(given, Window(last=day("2026-09-20"))).occurrences[-1].date == day("2026-09-07")


def test_checks_do_not_depend_on_the_window():
    given = schedule(group(expected_sessions=9), exceptions=(exception("2026-09-08", cancel=True),))
    found = expand(given, Window(first=date(2030, 1, 1), last=date(2030, 1, 2)))
    assert found.occurrences == ()
    assert [one.code for one in found.diagnostics] == ["EXP015", "EXP002"]
    assert found.diagnostics == expand(given).diagnostics


def test_a_missing_time_is_an_error_that_names_what_the_clock_does():
    night = group(
        settings=settings(recurrence=weekly(SUN), slots=(slot("02:30"),)),
        periods=(period("2026-03-22 to 2026-04-05"),),
    )
    found = expand(schedule(night))
    (missing,) = found.diagnostics
    assert (missing.code, missing.severity, missing.span) == ("EXP010", Severity.ERROR, span(10))
    assert missing.summary == "yoga on 2026-03-29: there is no 02:30 on that day"
    assert (
        missing.detail
        == "In Europe/Berlin the clocks are set from 02:00 on 2026-03-29 to 03:00 on 2026-03-29."
    )
    assert "exception for 2026-03-29" in missing.hint
    assert [one.date.day for one in found.occurrences] == [22, 5]


@pytest.mark.parametrize("fields", [{"cancel": True}, {"move_to": move_to("03:30")}])
def test_a_missing_time_is_settled_by_an_exception(fields):
    night = group(
        settings=settings(recurrence=weekly(SUN), slots=(slot("02:30"),)),
        periods=(period("2026-03-22 to 2026-04-05"),),
    )
    assert expand(schedule(night, exceptions=(exception("2026-03-29", **fields),))).diagnostics == ()


def test_a_move_to_a_missing_time_is_an_error_at_the_exception():
    move = exception("2026-09-14", move_to=move_to("2027-03-28 02:00"))
    (missing,) = expand(schedule(group(), exceptions=(move,))).diagnostics
    assert (missing.code, missing.span) == ("EXP010", span(60))
    assert "exception for 2026-09-14" in missing.hint


def test_a_repeated_time_is_the_first_with_a_warning_for_each_class_and_date():
    slots = (slot("02:00", "a", lesson_s=1800), slot("02:30", "b", lesson_s=1800))
    night = group(
        settings=settings(recurrence=weekly(SUN), slots=slots), periods=(period("2026-10-18 to 2026-11-01"),)
    )
    found = expand(schedule(night))
    assert [(one.code, one.severity) for one in found.diagnostics] == [("EXP011", Severity.WARNING)] * 2
    repeated = [one for one in found.occurrences if one.date == day("2026-10-25")]
    assert [one.utc for one in repeated] == [1792886400, 1792888200]
    assert [one.trace[-1].kind for one in repeated] == [StepKind.CLOCK_CHANGE] * 2
    assert all(len(one.trace) == 1 for one in found.occurrences if one not in repeated)


def test_local_time_stays_when_the_clocks_change():
    wednesday = group(
        settings=settings(recurrence=weekly(WED)), periods=(period("2026-10-21 to 2026-10-28"),)
    )
    first, second = expand(schedule(wednesday)).occurrences
    assert (first.start.hour, second.start.hour) == (18, 18)
    assert second.utc - first.utc == 7 * 86400 + 3600


def test_occurrences_of_a_series_share_their_parts():
    first, *others = expand(schedule(group())).occurrences
    for one in others:
        assert (one.series is first.series, one.details is first.details, one.trace is first.trace) == (
            True,
        ) * 3


def test_the_order_of_classes_closures_and_exceptions_changes_nothing():
    classes = [group(f"c{n}", line=n + 1, settings=settings(staff_id=5 + n % 2)) for n in range(4)]
    closures = [closure("2026-09-14", line=40, because="x"), closure("2026-09-13 to 2026-09-15", line=41)]
    exceptions = [exception("2026-09-21", f"c{n}", line=60 + n, cancel=True) for n in (0, 1, 9)]
    one = schedule(
        *classes, closures=tuple(closures), exceptions=tuple(exceptions), policies=(public_holidays(),)
    )
    other = schedule(
        *classes[::-1],
        closures=tuple(closures[::-1]),
        exceptions=tuple(exceptions[::-1]),
        policies=(public_holidays(),),
    )
    assert expand(one) == expand(other)


def test_a_timetable_without_a_holiday_policy_does_not_load_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    monkeypatch.delitem(sys.modules, "reconciler.expand.holidays", raising=False)
    assert len(expand(schedule(group())).occurrences) == 4


def test_every_code_is_in_the_table():
    front = Path(reconciler.expand.__file__)
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(front.parent.rglob("*.py")))
    used = set(re.findall(r'"(EXP\d{3})"', source))
    documented = set(re.findall(r"^\| (EXP\d{3}) \|", reconciler.expand.__doc__ or "", re.MULTILINE))
    assert used == documented


def test_two_of_one_series_at_one_instant_are_ordered_by_their_own_dates():
    moves = (
        exception("2026-09-21", move_to=move_to("2026-09-14"), line=60),
        exception("2026-09-07", move_to=move_to("2026-09-14"), line=61),
    )
    found = expand(schedule(group(), exceptions=moves))
    assert [one.date.day for one in found.occurrences] == [7, 14, 21, 28]
