"""What becomes of a class whose start is missing, or comes twice."""

from __future__ import annotations

from typing import Literal

import pytest
from unit.expand.builders import dates, day, group, period, schedule, settings, slot, span

from reconciler.expand import Expansion, expand
from reconciler.model.diagnostic import Severity
from reconciler.model.occurrence import StepKind
from reconciler.model.schedule import ClockChanges

MISSING, TWICE = "2027-03-28", "2027-10-31"
Missing = Literal["error", "shift", "skip"]
Repeated = Literal["first", "second", "error"]


def at_night(*texts: str, missing: Missing | None = None, repeated: Repeated = "first") -> Expansion:
    rule = ClockChanges(missing_time=missing or "error", repeated_time=repeated, span=span(3))
    night = group(
        "night",
        settings=settings(recurrence=dates(*texts), slots=(slot("02:30"),)),
        periods=(period("2027-01-01 to 2027-12-31", season=""),),
        clock_changes=None if missing is None else rule,
    )
    return expand(schedule(night))


def test_a_missing_time_is_an_error_with_both_remedies() -> None:
    (wrong,) = at_night(MISSING).diagnostics
    assert (wrong.code, wrong.severity) == ("EXP010", Severity.ERROR)
    assert "missing_time: shift" in wrong.hint
    assert "2027-03-28" in wrong.hint


def test_shifted_it_starts_as_much_later_and_keeps_its_address() -> None:
    found = at_night(MISSING, missing="shift")
    (one,) = found.occurrences
    assert (one.address, one.start.isoformat()) == ("mitte/night/2027-03-28", "2027-03-28T03:30:00")
    assert one.utc == 1_806_197_400, "01:30 UTC"
    assert (one.trace[-1].kind, one.trace[-1].span) == (StepKind.CLOCK_CHANGE, span(3))
    assert found.diagnostics == ()


def test_skipped_it_is_a_removal() -> None:
    found = at_night(MISSING, missing="skip")
    assert found.occurrences == ()
    (gone,) = found.removals
    assert (gone.date, gone.trace[-1].text) == (day(MISSING), "there is no 02:30 on 2027-03-28: it falls out")


@pytest.mark.parametrize(
    ("wish", "utc", "codes"),
    [("first", 1_824_942_600, ["EXP011"]), ("second", 1_824_946_200, [])],
)
def test_a_repeated_time_is_the_one_that_is_meant(wish: Repeated, utc: int, codes: list[str]) -> None:
    found = at_night(TWICE, missing="error", repeated=wish)
    (one,) = found.occurrences
    assert (one.start.isoformat(), one.utc) == ("2027-10-31T02:30:00", utc)
    assert [each.code for each in found.diagnostics] == codes


def test_a_repeated_time_can_be_an_error() -> None:
    found = at_night(TWICE, missing="error", repeated="error")
    assert found.occurrences == ()
    assert [(each.code, each.severity) for each in found.diagnostics] == [("EXP011", Severity.ERROR)]


def test_other_nights_are_left_alone() -> None:
    found = at_night("2027-03-27", MISSING, "2027-03-29", missing="shift")
    assert [one.start.hour for one in found.occurrences] == [2, 3, 2]
    assert [len(one.trace) for one in found.occurrences] == [1, 2, 1]
