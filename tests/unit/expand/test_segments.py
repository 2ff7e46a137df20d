"""Classes as runs of equal dates."""

from __future__ import annotations

from datetime import date

from unit.expand.builders import (
    MON,
    SAT,
    TUE,
    WED,
    change,
    dates,
    day,
    group,
    part,
    period,
    settings,
    slot,
    span,
    timetable,
    weekly,
)

from reconciler.expand.segments import runs_of, variant_on
from reconciler.model.details import ClassDetails
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.schedule import LOCATION_DEFAULT


def _runs(**fields):
    declared = group(**fields)
    return runs_of(timetable(declared), declared)


def _dates(run) -> list[str]:
    return [date.fromordinal(number).isoformat() for number in run.days]


def test_a_plain_class_is_one_run_with_its_details_and_trace():
    (run,) = _runs(settings=settings(room_ids=(72, 71, 72), break_s=300, comment="towel"))
    assert _dates(run) == ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"]
    expected = ClassDetails(
        service_id=9, staff_id=5, room_ids=(71, 72), capacity=12, length_s=3600, break_s=300, comment="towel"
    )
    assert expected == run.details
    assert (Step(StepKind.PATTERN, "every mon at 18:30 in autumn", span(10)),) == run.trace
    assert run.series.address == "mitte/yoga"


def test_an_undeclared_break_is_none_at_all_and_the_default_break_is_unknown():
    (plain,) = _runs(settings=settings())
    assert (plain.details.length_s, plain.details.break_s) == (3300, 0)
    (default,) = _runs(settings=settings(break_s=LOCATION_DEFAULT))
    assert (default.details.length_s, default.details.break_s) == (3300, None)


def test_rooms_that_nobody_declared_stay_unsaid():
    assert None is _runs()[0].details.room_ids
    assert _runs(settings=settings(room_ids=()))[0].details.room_ids == ()


def test_each_slot_and_part_has_a_series_of_its_own():
    runs = _runs(
        settings=settings(slots=(slot("07:00", "early"), slot("18:30", "late")), staff_id=None),
        parts=(part("ben", staff_id=6), part("anna", staff_id=5)),
    )
    expected = [
        ("mitte/yoga@early+ben", 6),
        ("mitte/yoga@late+ben", 6),
        ("mitte/yoga@early+anna", 5),
        ("mitte/yoga@late+anna", 5),
    ]
    assert expected == [(run.series.address, run.details.staff_id) for run in runs]


def test_other_times_on_other_days_share_one_series():
    both = (slot("18:30", on=(MON,)), slot("19:00", on=(WED,), lesson_s=2700))
    runs = _runs(
        settings=settings(recurrence=weekly(MON, WED), slots=both),
        periods=(period("2026-09-07 to 2026-09-13"),),
    )
    assert [(_dates(run), run.lesson_s) for run in runs] == [(["2026-09-07"], 3300), (["2026-09-09"], 2700)]
    assert runs[0].series is runs[1].series


def test_a_change_cuts_the_class_and_comes_back_to_the_same_details():
    runs = _runs(changes=(change("2026-09-14 to 2026-09-20", because="half the hall", capacity=8),))
    expected = [(["2026-09-07"], 12), (["2026-09-14"], 8), (["2026-09-21", "2026-09-28"], 12)]
    assert expected == [(_dates(run), run.details.capacity) for run in runs]
    assert (
        Step(StepKind.CHANGE, "from 2026-09-14 to 2026-09-20: half the hall", span(30)) == runs[1].trace[-1]
    )
    assert len(runs[2].trace) == 1


def test_a_change_without_a_reason_names_its_fields():
    runs = _runs(changes=(change("2026-09-14", staff_id=6, slots=(slot("19:00"),)),))
    assert runs[1].trace[-1].text == "from 2026-09-14: time, staff"


def test_the_later_change_wins_field_by_field_whatever_the_order():
    early = change("2026-09-14", line=30, capacity=8, staff_id=6)
    late = change("2026-09-21", line=31, capacity=9)
    for changes in ((early, late), (late, early)):
        runs = _runs(changes=changes)
        expected = [(12, 5), (8, 6), (9, 6)]
        assert expected == [(run.details.capacity, run.details.staff_id) for run in runs]


def test_of_two_changes_of_one_date_the_one_further_down_wins():
    changes = (change("2026-09-14", line=31, capacity=9), change("2026-09-14", line=30, capacity=8))
    assert _runs(changes=changes)[-1].details.capacity == 9


def test_a_change_beats_the_part():
    runs = _runs(parts=(part("ben", staff_id=6),), changes=(change("2026-09-21", staff_id=7),))
    assert [run.details.staff_id for run in runs] == [6, 7]


def test_a_change_may_move_the_weekday():
    runs = _runs(changes=(change("2026-09-16", recurrence=weekly(TUE)),))
    assert [_dates(run) for run in runs] == [["2026-09-07", "2026-09-14"], ["2026-09-22", "2026-09-29"]]
    assert runs[1].trace[0].text == "every tue at 18:30 in autumn"


def test_periods_bound_written_dates():
    runs = _runs(
        settings=settings(recurrence=dates("2026-09-05", "2026-09-12", "2026-12-19")),
        periods=(
            period("2026-09-12 to 2026-09-12", season=""),
            period("2026-12-19 to 2026-12-19", season=""),
        ),
    )
    assert [_dates(run) for run in runs] == [["2026-09-12"], ["2026-12-19"]]
    assert runs[0].trace[0].text == "on 2026-09-05, 2026-09-12, 2026-12-19 at 18:30"


def test_dates_are_cut_to_the_years_that_can_be_computed():
    runs = _runs(periods=(period("1969-12-01 to 1970-01-12"), period("2100-12-20 to 2101-01-31")))
    assert [_dates(run) for run in runs] == [["1970-01-05", "1970-01-12"], ["2100-12-20", "2100-12-27"]]


def test_a_class_without_dates_has_no_runs():
    assert (
        _runs(settings=settings(recurrence=weekly(SAT)), periods=(period("2026-09-07 to 2026-09-10"),)) == []
    )


def test_a_length_that_nobody_says_is_none_and_no_reason_to_lose_dates():
    (run,) = _runs(settings=settings(lesson_s=None))
    assert (run.lesson_s, len(run.days)) == (0, 4)


def test_incomplete_settings_give_no_runs():
    assert _runs(settings=settings(slots=None)) == []
    assert _runs(settings=settings(recurrence=None)) == []


def test_variant_on_has_the_changes_of_that_day():
    declared = group(changes=(change("2026-09-14 to 2026-09-20", capacity=8),))
    capacities = [
        variant_on(declared, None, day(on).toordinal()).settings.capacity
        for on in ("2026-09-13", "2026-09-14", "2026-09-20", "2026-09-21")
    ]
    assert capacities == [12, 8, 8, 12]


def test_the_trace_gives_the_reason_of_the_class_and_what_is_not_managed() -> None:
    yoga = group(settings=settings(waitlist=5), because="asked for by the neighbours")
    run = runs_of(timetable(yoga), yoga)[0]
    assert run.trace[0].text == (
        "every mon at 18:30 in autumn; a waiting list of 5, not managed: asked for by the neighbours"
    )
