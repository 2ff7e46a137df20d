"""Model weeks and the weeks that run them."""

from __future__ import annotations

import pytest
from unit.load.timetables import DEFAULTS, USUAL, codes, day, days, load, timetable

WEEKS = 'weeks: {camp: {classes: [{id: camp-yoga, every: weekdays, at: "09:00"}]}}\n'
YOGA = 'classes:\n  - {id: yoga, tags: kids, every: mon, at: "18:30"}\n'
FILE = f"{USUAL}{YOGA}{WEEKS}"


def special(entry: str) -> str:
    return f"special_weeks:\n  - {{{entry}}}\n"


def test_a_class_of_a_model_week_runs_in_the_weeks_that_name_it():
    found = timetable(FILE + special("week_of: [2027-02-03, 2026-10-19], run: camp"))
    camp, yoga = found.classes
    assert (camp.id, camp.model_week, yoga.model_week) == ("camp-yoga", "camp", "")
    assert [period.days for period in camp.periods] == [
        days("2026-10-19", "2026-10-25"),
        days("2027-02-01", "2027-02-07"),
    ]


def test_a_special_week_keeps_what_it_replaces_and_why():
    found = timetable(
        FILE + special("week_of: 2026-10-21, run: camp, instead_of: {tags: kids}, because: fun")
    )
    assert found.special is not None
    (week,) = found.special.weeks
    assert (week.monday, week.model_week, week.because) == (day("2026-10-19"), "camp", "fun")
    assert week.instead_of is not None
    assert week.instead_of.tags == {"kids"}


def test_the_order_of_files_and_entries_does_not_matter():
    head = "version: 1\nlocation: mitte\n"
    entries = ["{week_of: 2026-10-19, run: camp}", "{week_of: 2026-10-26, run: camp}"]
    weeks = [f"{head}special_weeks: [{', '.join(some)}]\n" for some in (entries, entries[::-1])]
    found = [timetable(*files) for files in ((FILE, weeks[0]), (weeks[1], FILE))]
    assert [[week.monday for week in one.special.weeks] for one in found if one.special] == [
        [day("2026-10-19"), day("2026-10-26")]
    ] * 2
    assert [[one.id for one in table.classes] for table in found] == [["camp-yoga", "yoga"]] * 2


def test_bounds_in_defaults_are_not_about_model_weeks():
    file = FILE.replace("defaults: {", "defaults: {from: 2026-09-14, to: 2026-09-20, seasons: autumn, ")
    camp, _ = timetable(file + special("week_of: 2026-10-19, run: camp")).classes
    assert [period.days for period in camp.periods] == [days("2026-10-19", "2026-10-25")]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (special("week_of: 2026-02-30, run: camp"), "CHK001"),
        (special("week_of: 2026-10-19, run: camp, instead_of: {tags: kidz}"), "CHK017"),
        (special("week_of: 2026-10-19, run: camp, instead_of: yogga"), "CHK040"),
        (special("week_of: [2026-10-19, 2026-10-20], run: camp"), "CHK056"),
    ],
)
def test_what_a_special_week_names_must_be_there(more: str, code: str):
    assert code in codes(FILE + more)


def test_an_id_of_a_model_week_is_an_id_of_the_location():
    twice = FILE.replace("id: camp-yoga", "id: yoga")
    assert codes(twice + special("week_of: 2026-10-19, run: camp")) == ["CHK021"]


def test_a_model_week_is_declared_once():
    other = f"version: 1\nlocation: mitte\n{DEFAULTS}{WEEKS.replace('camp-yoga', 'other')}"
    assert codes(FILE + special("week_of: 2026-10-19, run: camp"), other) == ["CHK056"]


def test_an_idle_model_week_is_a_warning_and_runs_nowhere():
    loaded = load(FILE)
    assert [finding.code for finding in loaded.diagnostics] == ["CHK059"]
    assert loaded.schedule is not None
    assert loaded.schedule.timetables[0].classes[0].periods == ()


def test_a_wrong_special_week_does_not_hide_other_findings():
    assert codes(f"{FILE}special_weeks: [{{week_of: 2026-10-19}}]\nclosures: [{{on: 2026-02-30}}]\n") == [
        "SCH002",
        "CHK001",
    ]
