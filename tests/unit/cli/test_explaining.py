"""What became of a class on a date, and what is near where there is none."""

from __future__ import annotations

from datetime import date

import pytest
from unit.cli.explained import STUDIO, absence, answer, fate, kinds

from reconciler.cli.exits import Exit
from reconciler.cli.explaining import answer_to
from reconciler.cli.question import question_in
from reconciler.cli.stop import Stop
from reconciler.expand import expand
from reconciler.load import Source, load_schedule
from reconciler.render.explain_view import Answer, State, Why

BETWEEN = (
    "the date is between its season autumn, 7 Sep to 20 Dec 2026 and its season spring, 11 Jan to 28 Mar 2027"
)
QUIET = (
    "no class of mitte falls on Thu 24 Dec 2026, which is between the season autumn, 7 Sep to 20 Dec 2026 "
    "and the season spring, 11 Jan to 28 Mar 2027"
)


def addresses(found: Answer) -> list[str]:
    return [fate.outcome.address for fate in found.fates]


@pytest.mark.parametrize(
    ("question", "state", "steps"),
    [
        ("yoga/2026-09-09", State.RUNS, ["pattern"]),
        ("yoga/2026-09-14", State.REMOVED, ["pattern", "exception"]),
        ("yoga/2026-09-16", State.MOVED, ["pattern", "exception"]),
        ("yoga/2026-09-17", State.MOVED, ["pattern", "exception"]),
        ("yoga/2026-09-21", State.MOVED, ["pattern", "exception"]),
        ("yoga/2026-09-23", State.RUNS, ["pattern", "exception"]),
        ("yoga/2026-09-10", State.RUNS, ["exception"]),
        ("yoga/2026-10-19", State.REMOVED, ["pattern", "season break"]),
        ("yoga/2026-11-04", State.RUNS, ["pattern", "closure", "exception"]),
        ("yoga/2026-11-11", State.MOVED, ["pattern", "closure", "exception"]),
        ("yoga/2026-11-12", State.MOVED, ["pattern", "closure", "exception"]),
        ("yoga/2026-11-18", State.REMOVED, ["pattern", "closure"]),
        ("yoga/2027-03-08", State.REMOVED, ["pattern", "change", "public holiday"]),
    ],
)
def test_a_class_has_a_state_and_the_steps_that_led_to_it(
    question: str, state: State, steps: list[str]
) -> None:
    found = fate(question)
    assert (found.state, kinds(found)) == (state, steps)


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("yoga/2026-09-17", "2026-09-16 18:30"),
        ("yoga/2026-09-21", "2026-09-21 18:30"),
        ("yoga/2026-11-12", "2026-11-11 18:30"),
        ("yoga/2026-09-14", "2026-09-14 18:30"),
        ("yoga/2027-03-08", "2027-03-08 19:00"),
    ],
)
def test_a_moved_or_removed_class_is_known_as_it_would_have_been(question: str, start: str) -> None:
    usual = fate(question).usual
    assert usual is not None
    assert f"{usual.start:%Y-%m-%d %H:%M}" == start


def test_a_moved_class_keeps_its_address_on_the_date_that_it_moves_to() -> None:
    assert addresses(answer("2026-09-17")) == ["mitte/yoga/2026-09-16"]


@pytest.mark.parametrize(
    ("classes", "found"),
    [
        ("mitte/aqua@early+ben", {"early+ben"}),
        ("aqua@early", {"early+anna", "early+ben"}),
        ("aqua+ben", {"early+ben", "late+ben"}),
        ("mitte/aqua+ben", {"early+ben", "late+ben"}),
        ("aqua", {"early+anna", "early+ben", "late+anna", "late+ben"}),
        ("m*/aqua@l*", {"late+anna", "late+ben"}),
        ("*+ben", {"early+ben", "late+ben"}),
        ("mitte", {"early+anna", "early+ben", "late+anna", "late+ben"}),
    ],
)
def test_classes_are_named_by_address_by_id_by_glob_or_by_location(classes: str, found: set[str]) -> None:
    fates = answer(f"{classes}/2026-09-12").fates
    assert {fate.outcome.address for fate in fates} == {f"mitte/aqua@{each}/2026-09-12" for each in found}


def test_a_day_lists_what_runs_and_what_does_not_by_time() -> None:
    assert addresses(answer("2026-10-19")) == ["mitte/yoga/2026-10-19"]
    assert addresses(answer("2026-09-12")) == [
        f"mitte/aqua@{each}/2026-09-12" for each in ("early+anna", "early+ben", "late+anna", "late+ben")
    ]


def test_a_day_with_classes_does_not_tell_which_classes_are_elsewhere() -> None:
    assert answer("2026-09-12").absences == []


def test_classes_of_a_glob_that_have_nothing_are_told_beside_those_that_have() -> None:
    found = answer("c*/2026-09-11")
    assert addresses(found) == ["mitte/cellar/2026-09-11"]
    assert [each.address for each in found.absences] == ["mitte/camp", "mitte/course"]


@pytest.mark.parametrize(
    ("question", "why", "text"),
    [
        ("yoga/2026-09-01", Why.OUTSIDE, "the date is before its season autumn, 7 Sep to 20 Dec 2026"),
        ("yoga/2027-04-05", Why.OUTSIDE, "the date is after its season spring, 11 Jan to 28 Mar 2027"),
        (
            "yoga/2026-12-23",
            Why.OUTSIDE,
            BETWEEN,
        ),
        (
            "yoga/2026-09-08",
            Why.OTHER_DAYS,
            "the date is in its season autumn, 7 Sep to 20 Dec 2026, but Tue is none of its days there",
        ),
        (
            "biweekly/2026-09-18",
            Why.OTHER_DAYS,
            "the date is in its season autumn, 7 Sep to 20 Dec 2026, but its rule leaves this Fri out",
        ),
        ("cellar/2026-09-18", Why.TAKEN_OUT, "its rule takes this date out"),
        ("course/2026-11-10", Why.COURSE_OVER, "its course of 5 sessions ends on Tue 6 Oct 2026"),
        ("camp/2026-10-06", Why.OTHER_DAYS, "Tue 6 Oct 2026 is none of the dates that are written for it"),
        ("2026-11-08", Why.NO_CLASS, "no class of mitte falls on Sun 8 Nov 2026"),
        ("2026-12-24", Why.NO_CLASS, QUIET),
        ("mitte/2026-12-24", Why.NO_CLASS, QUIET),
    ],
)
def test_where_there_is_nothing_the_reason_is_told(question: str, why: Why, text: str) -> None:
    found = absence(question)
    assert (found.why, found.text) == (why, text)


def test_a_date_taken_out_of_a_rule_is_shown_where_it_is_written() -> None:
    found = absence("cellar/2026-09-18")
    line = STUDIO.splitlines()[found.span.line - 1]
    assert line[found.span.column - 1 :].startswith("2026-09-18")


def test_where_there_is_nothing_the_rules_and_the_nearest_classes_are_told() -> None:
    found = absence("yoga/2026-12-23")
    assert [(each.text, each.first, each.last) for each in found.rules] == [
        ("every mon, wed at 18:30 in autumn", date(2026, 9, 7), date(2026, 12, 16)),
        ("every mon, wed at 18:30 in spring", date(2027, 1, 11), date(2027, 1, 27)),
        ("every mon, wed at 19:00 in spring", date(2027, 2, 1), date(2027, 3, 24)),
    ]
    assert found.before is not None
    assert found.after is not None
    assert (found.before.date, found.after.date) == (date(2026, 12, 16), date(2027, 1, 11))


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [("yoga/2026-09-06", None, date(2026, 9, 7)), ("yoga/2027-05-05", date(2027, 3, 24), None)],
)
def test_before_the_first_and_after_the_last_class_there_is_one_neighbour(
    question: str, before: date | None, after: date | None
) -> None:
    found = absence(question)
    assert [each and each.date for each in (found.before, found.after)] == [before, after]


def test_a_slot_without_a_class_has_its_own_neighbours() -> None:
    found = answer("aqua@early/2026-09-13").absences
    assert [each.address for each in found] == ["mitte/aqua@early+anna", "mitte/aqua@early+ben"]
    assert {each.before.address for each in found if each.before} == {
        "mitte/aqua@early+anna/2026-09-12",
        "mitte/aqua@early+ben/2026-09-12",
    }


@pytest.mark.parametrize(
    ("classes", "summary", "hint"),
    [
        ("yog", 'there is no class "yog"', 'did you mean "yoga"?'),
        ("mite/yoga", 'there is no class "mite/yoga"', 'did you mean "mitte/yoga"?'),
        ("Yoga", 'there is no class "Yoga"', 'did you mean "yoga"?'),
        ("zumba", 'there is no class "zumba"', "known are: mitte/aqua, mitte/biweekly"),
        ("aqua@erly+ben", 'there is no series "aqua@erly+ben"', 'did you mean "aqua@early+ben"?'),
        ("aqua+bem", 'there is no series "aqua+bem"', 'did you mean "aqua+ben"?'),
        ("+ben", 'there is no class "+ben"', "known are: mitte/aqua"),
        ("yog@early", 'there is no class "yog"', 'did you mean "yoga"?'),
    ],
)
def test_an_unknown_class_is_wrong_usage_with_the_nearest_name(classes: str, summary: str, hint: str) -> None:
    with pytest.raises(Stop) as stopped:
        answer(f"{classes}/2026-09-12")
    assert stopped.value.status == Exit.USAGE
    assert stopped.value.summary == summary
    assert hint in stopped.value.hint


ENDLESS = """\
version: 1
locations: {mitte: {id: 101, timezone: Europe/Berlin}}
staff: {Anna: 11}
services: {Yoga: 501}
publish: {ahead: 2 weeks}
defaults: {service: Yoga, staff: Anna, duration: 55m, capacity: 12}
classes:
  - {id: yoga, every: mon, at: "18:30", seasons: always}
"""


@pytest.mark.parametrize("day", ["1970-01-05", "2026-09-07", "2050-01-03", "2100-12-27"])
def test_a_class_without_an_end_is_found_on_any_date(day: str) -> None:
    (found,) = answer(f"yoga/{day}", ENDLESS).fates
    assert found.outcome.address == f"mitte/yoga/{day}"


def test_a_class_without_an_end_has_neighbours_everywhere() -> None:
    found = absence("yoga/2050-01-04", ENDLESS)
    assert found.text == "the date is in its dates, without an end, but Tue is none of its days there"
    assert found.before is not None
    assert found.after is not None
    assert (found.before.date, found.after.date) == (date(2050, 1, 3), date(2050, 1, 10))


TWO = """\
version: 1
locations:
  mitte: {id: 101, timezone: Europe/Berlin, staff: {Anna: 11}, services: {Yoga: 501}}
  tejo: {id: 102, timezone: Europe/Lisbon, staff: {Rui: 21}, services: {Yoga: 601}}
schedules: ["*.yaml"]
"""


def test_a_class_that_two_locations_have_is_told_of_both() -> None:
    from reconciler.load import load_project

    season = "seasons: {autumn: {from: 2026-09-07, to: 2026-12-20}}\n"
    season += "defaults: {service: Yoga, duration: 55m, capacity: 9, seasons: autumn}\n"
    yoga = "{id: yoga, every: mon, at: '18:30', staff: "
    files = [
        Source(f"{key}.yaml", f"version: 1\nlocation: {key}\n{season}classes: [{yoga}{staff}}}]\n".encode())
        for key, staff in (("mitte", "Anna"), ("tejo", "Rui"))
    ]
    project = load_project(Source("reconciler.yaml", TWO.encode())).project
    assert project is not None
    schedule = load_schedule(files, project).schedule
    assert schedule is not None
    question, _ = question_in(["yoga/2026-09-14"])
    found = answer_to(question, schedule, expand(schedule), {})
    assert addresses(found) == ["mitte/yoga/2026-09-14", "tejo/yoga/2026-09-14"]
    question, _ = question_in(["2026-09-15"])
    quiet = answer_to(question, schedule, expand(schedule), {})
    assert [each.address for each in quiet.absences] == ["mitte", "tejo"]
