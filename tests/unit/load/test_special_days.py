"""Special days and the timetables that they run."""

from __future__ import annotations

import pytest
from unit.load.timetables import DEFAULTS, USUAL, codes, day, load, timetable

from reconciler.model.special import Special

CLASSES = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n  - {id: pilates, every: tue, at: "09:00"}\n'
RUN = "special_days: [{on: 2026-10-12, run: x}]"
SHORT = 'timetables: {short-day: {classes: yoga, change: {yoga: {at: "11:00", staff: Ben}}}}\n'


def special(text: str) -> Special:
    found = timetable(f"{USUAL}{CLASSES}{text}").special
    assert found is not None
    return found


def test_a_date_runs_as_another_weekday():
    (one,) = special("special_days: [{on: 2026-10-12, run_as: Sunday, because: rest}]\n").days
    assert (one.day, one.run_as, one.timetable, one.because) == (day("2026-10-12"), 6, None, "rest")


def test_a_date_runs_a_timetable_with_changes():
    found = special(f"{SHORT}special_days: [{{on: [2026-12-14, 2026-10-12], run: short-day}}]\n")
    assert [one.day for one in found.days] == [day("2026-10-12"), day("2026-12-14")]
    short = found.days[0].timetable
    assert short is not None
    assert (short.key, short.class_ids) == ("short-day", {"yoga"})
    assert short.changes["yoga"].staff_id == 12
    assert [slot.start_min for slot in short.changes["yoga"].slots or ()] == [660]


def test_a_timetable_may_stand_in_another_file():
    head = "version: 1\nlocation: mitte\n"
    days = f"{head}special_days: [{{on: 2026-10-12, run: short-day}}]\n"
    files = (f"{USUAL}{CLASSES}", f"{head}{SHORT}")
    for some in ((days, *files), (*files, days)):
        found = timetable(*some).special
        assert found is not None
        assert [one.day for one in found.days] == [day("2026-10-12")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("special_days: [{on: 2026-10-12}]", "SCH008"),
        ("special_days: [{on: 2026-10-12, run_as: weekend}]", "SCH005"),
        ("special_days: [{on: 2026-02-30, run_as: sun}]", "CHK001"),
        ("special_days: [{on: 2026-10-12, run: short-day}]", "CHK055"),
        ("special_days: [{on: 2026-10-12, run_as: sun}, {on: 2026-10-12, run_as: sat}]", "CHK056"),
        (f"{SHORT}special_days: [{{on: 2026-10-12, run: short-day, run_as: sun}}]", "SCH009"),
        ("timetables: {x: {classes: yogga}}\nspecial_days: [{on: 2026-10-12, run: x}]", "CHK040"),
        (f"timetables: {{x: {{classes: yoga, change: {{yoga: {{because: why}}}}}}}}\n{RUN}", "CHK014"),
        (f"timetables: {{x: {{classes: yoga, change: {{yoga: {{every: mon}}}}}}}}\n{RUN}", "SCH001"),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, code: str):
    assert codes(f"{USUAL}{CLASSES}{text}\n") == [code]


def test_a_timetable_is_declared_once():
    days = "special_days: [{on: 2026-10-12, run: short-day}]\n"
    other = f"version: 1\nlocation: mitte\n{DEFAULTS}{SHORT}"
    assert codes(f"{USUAL}{CLASSES}{SHORT}{days}", other) == ["CHK056"]


def test_an_idle_timetable_is_a_warning():
    loaded = load(f"{USUAL}{CLASSES}{SHORT}")
    assert loaded.schedule is not None
    assert [(one.code, one.summary) for one in loaded.diagnostics] == [
        ("CHK059", "the timetable short-day runs on no day")
    ]
