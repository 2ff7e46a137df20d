"""Seasons that copy another one: which classes run in them, until when, and how they differ."""

from __future__ import annotations

import pytest
from unit.load.timetables import DEFAULTS, HEAD, codes, day, days, load, timetable

from reconciler.expand import expand
from reconciler.model.schedule import Copied, Course, GroupClass, Schedule

AUTUMN = "  autumn: {from: 2026-09-07, to: 2026-12-20}\n"
SPRING = days("2027-01-11", "2027-03-28")


def text(spring: str = "", classes: str = "every: mon", more: str = "") -> str:
    """A year whose spring copies the autumn, with one class yoga."""
    seasons = (
        f"seasons:\n{AUTUMN}  spring: {{from: 2027-01-11, to: 2027-03-28, copy: autumn{spring}}}\n{more}"
    )
    return f'{HEAD}{DEFAULTS}{seasons}classes:\n  - {{id: yoga, at: "18:30", {classes}}}\n'


def the_class(spring: str = "", classes: str = "every: mon", more: str = "") -> GroupClass:
    (found,) = timetable(text(spring, classes, more)).classes
    return found


def seasons_of(group: GroupClass) -> list[str]:
    return [period.season for period in group.periods]


def test_a_class_of_the_copied_season_runs_in_the_whole_copy():
    autumn, spring = the_class().periods
    assert autumn.copied is None
    assert spring.days == SPRING
    assert spring.copied == Copied(source="autumn", course=None, expected_sessions=None)


def test_a_class_that_starts_later_in_the_copied_season_runs_in_the_whole_copy():
    assert the_class(classes="every: mon, from: 2026-10-05").periods[1].days == SPRING


def test_a_copy_has_its_own_breaks_only():
    group = the_class(", breaks: 2027-02-01")
    assert [len(period.breaks) for period in group.periods] == [0, 1]


def test_without_takes_a_class_out():
    assert seasons_of(the_class(", without: yoga")) == ["autumn"]


def test_a_class_that_names_the_copy_itself_is_no_copy_there():
    group = the_class(classes="every: mon, seasons: [autumn, spring]")
    assert [period.copied for period in group.periods] == [None, None]


def test_a_change_holds_within_the_copy_and_outranks_the_changes_of_the_class():
    own = "changes: [{from: 2027-02-01, staff: Anna}]"
    group = the_class(", change: {yoga: {staff: Ben, because: a turn}}", f"every: mon, {own}")
    mine, copied = group.changes
    assert (copied.first, copied.last, copied.settings.staff_id, copied.because) == (*SPRING, 12, "a turn")
    assert copied.rank > mine.rank


def test_a_change_to_another_service_brings_its_seats():
    group = the_class(", change: {yoga: {service: Aqua}}")
    assert group.changes[0].settings.capacity is None  # the defaults say a number, which is nearer


def test_a_change_can_shift_the_bounds_the_count_and_the_course():
    change = "from: 2027-02-01, to: 2027-02-28, sessions: 3, if_closed: lose, expect: {sessions: 3}"
    group = the_class(f", change: {{yoga: {{{change}}}}}", "every: mon, sessions: 9, expect: {sessions: 9}")
    _, spring = group.periods
    assert spring.days == days("2027-02-01", "2027-02-28")
    assert spring.copied == Copied(
        source="autumn", course=Course(sessions=3, if_closed="lose"), expected_sessions=3
    )
    assert group.course == Course(sessions=9, if_closed=None)


def test_a_copy_of_a_copy_has_the_changes_of_both():
    summer = '  summer: {from: 2027-05-03, to: 2027-06-27, copy: spring, change: {yoga: {at: "20:00"}}}\n'
    group = the_class(", change: {yoga: {staff: Ben}}", more=summer)
    assert seasons_of(group) == ["autumn", "spring", "summer"]
    in_summer = [change for change in group.changes if change.first == day("2027-05-03")]
    staff, time = sorted(in_summer, key=lambda change: change.rank)
    assert staff.settings.staff_id == 12
    assert time.settings.slots is not None


def test_a_copy_may_stand_before_what_it_copies_and_in_another_file():
    other = (
        "version: 1\nlocation: mitte\nseasons: {a-copy: {from: 2027-05-03, to: 2027-06-27, copy: spring}}\n"
    )
    for files in ((text(), other), (other, text())):
        (group,) = timetable(*files).classes
        assert seasons_of(group) == ["autumn", "spring", "a-copy"]


@pytest.mark.parametrize("ended", ["every: mon, to: 2026-11-15", "rrule: FREQ=WEEKLY;UNTIL=20261101"])
def test_a_class_that_has_ended_must_be_named(ended: str):
    assert codes(text(classes=ended)) == ["CHK053"]
    assert seasons_of(the_class(", without: yoga", ended)) == ["autumn"]


def test_a_class_that_has_ended_takes_place_again_in_the_dates_that_are_written():
    group = the_class(", change: {yoga: {to: 2027-02-15}}", "every: mon, to: 2026-11-15")
    assert group.periods[1].days == days("2027-01-11", "2027-02-15")


def test_written_dates_are_not_copied_but_can_be_given():
    concert = "on: 2026-12-12, seasons: autumn"
    assert seasons_of(the_class(classes=concert)) == ["autumn"]
    assert seasons_of(the_class(", change: {yoga: {on: 2027-03-20}}", concert)) == ["autumn", "spring"]


@pytest.mark.parametrize(
    ("spring", "classes", "code"),
    [
        (", change: {yoga: {from: 2026-02-01}}", "every: mon", "CHK007"),
        (", change: {yoga: {from: 2027-03-01, to: 2027-02-01}}", "every: mon", "CHK008"),
        (", change: {yoga: {because: nothing}}", "every: mon", "CHK014"),
        (", change: {yogga: {staff: Ben}}", "every: mon", "CHK052"),
        (", without: yoga, change: {yoga: {staff: Ben}}", "every: mon", "CHK052"),
        (", without: yoga", "every: mon, seasons: [autumn, spring]", "CHK052"),
        (", without: yoga", "every: mon, seasons: none, from: 2026-09-07, to: 2026-10-01", "CHK052"),
        (", change: {yoga: {every: tue}}", "at: {mon: '18:30'}", "CHK015"),
    ],
)
def test_what_a_copy_says_must_fit_its_classes(spring: str, classes: str, code: str):
    wanted = text(spring, classes)
    assert codes(wanted.replace('at: "18:30", at:', "at:")) == [code]


def test_a_season_that_copies_itself_is_a_ring():
    loaded = load(
        f"{HEAD}{DEFAULTS}seasons: {{spring: {{from: 2027-01-11, to: 2027-03-28, copy: spring}}}}\n"
    )
    (finding,) = loaded.diagnostics
    assert (finding.code, finding.summary) == ("CHK051", "the season spring copies itself")


def test_a_ring_is_told_once_and_what_copies_it_not_at_all():
    seasons = "".join(
        f"  {key}: {{from: 2027-0{n}-01, to: 2027-0{n}-20, copy: {source}}}\n"
        for n, (key, source) in enumerate([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")], start=1)
    )
    (finding,) = load(f"{HEAD}{DEFAULTS}seasons:\n{seasons}").diagnostics
    assert finding.summary == "these seasons copy each other: a copies b copies c copies a"


def test_two_copies_of_one_season_may_not_share_days():
    more = "  other: {from: 2027-03-01, to: 2027-04-30, copy: autumn}\n"
    loaded = load(text(more=more))
    (finding,) = loaded.diagnostics
    assert finding.code == "CHK054"
    assert finding.summary == "yoga would run twice: the seasons other and spring overlap"


@pytest.mark.parametrize(
    "classes",
    ["every: [mon, sat]", "every: 1st sat", "every: tue, weeks: odd", "at: {wed: '07:00', sun: '9:00'}"],
)
def test_a_copied_class_runs_on_the_dates_that_it_would_have_by_naming_the_season(classes: str):
    def dates(more: str) -> list[str]:
        wanted = text(classes=classes + more).replace('at: "18:30", at:', "at:")
        found = expand(Schedule(timetables=(timetable(wanted),)))
        return [f"{one.address} {one.start}" for one in found.occurrences]

    assert dates("") == dates(", seasons: [autumn, spring]")


def test_a_season_that_copies_nothing_known_is_one_finding_however_many_classes_there_are():
    seasons = "seasons: {spring: {from: 2027-01-11, to: 2027-03-28, copy: autumn}}\n"
    classes = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n  - {id: aqua, every: tue, at: "18:30"}\n'
    assert codes(f"{HEAD}{DEFAULTS}{seasons}{classes}") == ["CHK050"]
