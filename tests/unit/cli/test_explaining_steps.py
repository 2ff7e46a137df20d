"""The rules that made a class what it is on a date: in the order of evaluation, each with its place."""

from __future__ import annotations

import pytest
from unit.cli.explained import absence, answer, fate
from unit.render.render_plans import a_style

from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, StepKind
from reconciler.render.explain_text import explain_to_text
from reconciler.render.explain_view import State, Why, explain_view

YEAR = """\
version: 1
locations: {mitte: {id: 101, timezone: Europe/Berlin}}
staff: {Anna: 11, Ben: 12, Clara: 13}
services: {Yoga: 501, Camp: 502}
rooms: {hall: 31, cellar: 32, lane 1: 33, lane 2: 34}
seasons:
  autumn: {from: 2026-09-07, to: 2026-12-20, because: the hall is let at Christmas}
  spring:
    from: 2027-01-11
    to: 2027-03-28
    copy: autumn
    change: {yoga: {staff: Clara, because: Anna is on leave}}
defaults: {service: Yoga, staff: Anna, room: hall, duration: 55m, capacity: 12}
public_holidays:
  - {calendar: DE-SN, do: skip}
  - {calendar: DE-SN, do: move, for: {tags: course}}
  - {calendar: DE-SN, do: run short-day, for: {tags: fitness}, because: the gym never closes}
school_holidays: {calendar: DE-SN, for: {tags: kids}}
calendars: {bridge-days: [2026-10-30]}
closed_days: {calendar: bridge-days, because: nobody comes}
timetables:
  short-day: {classes: fit, change: {fit: {at: "11:00"}}}
  advent: {classes: yoga, change: {yoga: {at: "11:00"}}}
special_days:
  - {on: 2026-12-05, run_as: mon, because: a market}
  - {on: 2026-12-06, run: advent}
weeks:
  camp: {classes: [{id: swim, service: Camp, staff: Ben, every: weekdays, at: "09:00", duration: 3h}]}
special_weeks:
  - {week_of: 2026-10-05, run: camp, instead_of: {tags: kids}, because: a camp}
absences:
  - {staff: Anna, on: 2026-11-09 to 2026-11-15, cover: Ben, except: {pilates: cancel}, because: vacation}
room_outages:
  - {room: hall, on: 2026-11-23 to 2026-11-24, then: move to cellar, because: new floor}
  - {room: hall, on: 2026-11-25, then: cancel}
publish: {ahead: 2 weeks, because: people plan late}
clock_changes: {missing_time: shift, repeated_time: second, because: "the night is long"}
groups:
  kids: {tags: kids, because: the town pays}
classes:
  - id: yoga
    every: [mon, wed]
    at: "18:30"
    seasons: autumn
    changes: [{from: 2026-11-02, at: "19:00"}]
  - {id: pilates, every: tue, at: "18:00", seasons: autumn}
  - {id: seals, group: kids, every: thu, at: "16:00", seasons: autumn}
  - {id: course, every: wed, at: "13:00", tags: course, seasons: autumn, staff: Ben, room: cellar}
  - {id: fit, every: wed, at: "08:00", tags: fitness, seasons: autumn}
  - id: sunrise
    staff: {rotate: [Anna, Ben], each: week, from: 2026-09-07}
    every: [mon, fri]
    at: "07:00"
    seasons: autumn
  - {id: lane, room: {first_free: [lane 1, lane 2]}, staff: Clara, every: fri, at: "12:00", seasons: autumn}
  - {id: gala, room: lane 1, staff: Ben, on: 2026-09-18, at: "12:00"}
  - {id: night, on: [2026-10-25, 2027-03-28], at: "02:30", staff: Clara, room: cellar}
exceptions:
  - {class: yoga, on: 2026-11-18, keep: true, because: a tradition}
  - {class: pilates, on: 2026-11-17, cancel: Anna is ill}
"""
LINES = YEAR.splitlines()


def steps(question: str) -> list[str]:
    """Each step as it stands in a trace, and the beginning of what is written at its place."""
    (only,) = answer(question, YEAR).fates
    trace = [step for step in only.outcome.trace if step.kind is not StepKind.PUBLISHING]
    places = [LINES[step.span.line - 1][step.span.column - 1 :].lstrip("- ") for step in trace]
    return [f"{step.text} | {place[:24]}" for step, place in zip(trace, places, strict=True)]


@pytest.mark.parametrize(
    ("question", "trace"),
    [
        (
            "yoga/2026-11-18",
            [
                "every mon, wed at 19:00 in autumn | id: yoga",
                'from 2026-11-02: time | {from: 2026-11-02, at: "',
                "public holiday (Buß- und Bettag) | {calendar: DE-SN, do: sk",
                "kept: a tradition | {class: yoga, on: 2026-1",
            ],
        ),
        (
            "yoga/2026-12-05",
            [
                "every mon, wed at 19:00 in autumn | id: yoga",
                'from 2026-11-02: time | {from: 2026-11-02, at: "',
                "runs as mon: a market | {on: 2026-12-05, run_as:",
            ],
        ),
        (
            "yoga/2026-12-06",
            [
                "every mon, wed at 19:00 in autumn | id: yoga",
                'from 2026-11-02: time | {from: 2026-11-02, at: "',
                "advent runs, changed time | {on: 2026-12-06, run: ad",
            ],
        ),
        (
            "swim/2026-10-08",
            [
                "every mon, tue, wed, thu, fri at 09:00 | {id: swim, service: Camp",
                "camp runs in the week of 2026-10-05: a camp | {week_of: 2026-10-05, ru",
            ],
        ),
        (
            "seals/2026-10-08",
            [
                "every thu at 16:00 in autumn: the town pays | {id: seals, group: kids,",
                "camp runs instead: a camp | {week_of: 2026-10-05, ru",
            ],
        ),
        (
            "seals/2026-10-15",
            [
                "every thu at 16:00 in autumn: the town pays | {id: seals, group: kids,",
                "school holiday (Herbstferien) | {calendar: DE-SN, for: {",
            ],
        ),
        (
            "lane/2026-10-30",
            [
                "every fri at 12:00 in autumn | {id: lane, room: {first_",
                "closed day of bridge-days: nobody comes | {calendar: bridge-days, ",
            ],
        ),
        (
            "course/2026-11-18",
            [
                "every wed at 13:00 in autumn | {id: course, every: wed,",
                (
                    "public holiday (Buß- und Bettag); moved from 2026-11-18 13:00 to 2026-11-19 13:00"
                    " | {calendar: DE-SN, do: mo"
                ),
            ],
        ),
        (
            "fit/2026-11-18",
            [
                "every wed at 08:00 in autumn | {id: fit, every: wed, at",
                (
                    "public holiday (Buß- und Bettag): the gym never closes; short-day runs, changed time"
                    " | {calendar: DE-SN, do: ru"
                ),
            ],
        ),
        (
            "yoga/2026-11-09",
            [
                "every mon, wed at 19:00 in autumn | id: yoga",
                'from 2026-11-02: time | {from: 2026-11-02, at: "',
                "Anna is away (vacation): Ben takes over | {staff: Anna, on: 2026-1",
            ],
        ),
        (
            "pilates/2026-11-10",
            [
                "every tue at 18:00 in autumn | {id: pilates, every: tue",
                "Anna is away (vacation): cancelled | {staff: Anna, on: 2026-1",
            ],
        ),
        (
            "pilates/2026-11-17",
            [
                "every tue at 18:00 in autumn | {id: pilates, every: tue",
                "cancelled: Anna is ill | {class: pilates, on: 202",
            ],
        ),
        (
            "sunrise/2026-11-23",
            [
                "every mon, fri at 07:00 in autumn | id: sunrise",
                "turn of Ben, by week from 2026-09-07 | {rotate: [Anna, Ben], ea",
                "hall is out (new floor): moved to cellar | {room: hall, on: 2026-11",
            ],
        ),
        (
            "fit/2026-11-25",
            [
                "every wed at 08:00 in autumn | {id: fit, every: wed, at",
                "hall is out: cancelled | {room: hall, on: 2026-11",
            ],
        ),
        (
            "lane/2026-09-18",
            [
                "every fri at 12:00 in autumn | {id: lane, room: {first_",
                "lane 2; lane 1 is taken by mitte/gala | {first_free: [lane 1, la",
            ],
        ),
        (
            "night/2027-03-28",
            [
                "on 2026-10-25, 2027-03-28 at 02:30 | {id: night, on: [2026-10",
                (
                    "there is no 02:30 on 2027-03-28: it starts at 03:30 (the night is long)"
                    " | {missing_time: shift, re"
                ),
            ],
        ),
        (
            "night/2026-10-25",
            [
                "on 2026-10-25, 2027-03-28 at 02:30 | {id: night, on: [2026-10",
                "02:30 happens twice: the second is meant (the night is long) | {missing_time: shift, re",
            ],
        ),
        (
            "yoga/2027-02-01",
            [
                "every mon, wed at 19:00 in spring (copies autumn) | id: yoga",
                'from 2026-11-02: time | {from: 2026-11-02, at: "',
                "from 2027-01-11 to 2027-03-28: Anna is on leave | {staff: Clara, because: ",
            ],
        ),
    ],
)
def test_each_rule_is_told_with_its_place(question: str, trace: list[str]) -> None:
    assert steps(question) == trace


def test_the_steps_stand_in_the_order_of_evaluation() -> None:
    order = list(StepKind)
    seen = set()
    for one in LINES:
        day = one.partition("2026-")[2][:5]
        for found in answer(f"2026-{day}", YEAR).fates if day[:2].isdecimal() else ():
            kinds = [order.index(step.kind) for step in found.outcome.trace]
            assert kinds == sorted(kinds)
            seen |= set(kinds)
    assert len(seen) > 10


@pytest.mark.parametrize(
    "question", ["yoga/2026-11-18", "swim/2026-10-08", "course/2026-11-19", "sunrise/2026-11-23"]
)
def test_text_and_json_tell_the_same_steps_with_file_and_line(question: str) -> None:
    found = answer(question, YEAR)
    view = explain_view(found, (), {"mitte": Names()})
    (only,) = view["found"]
    text = explain_to_text(view, {"mitte.yaml": YEAR}, a_style(width=200))
    assert len(only["trace"]) > 2
    for step, told in zip(found.fates[0].outcome.trace, only["trace"], strict=True):
        assert (told["kind"], told["text"]) == (step.kind.value, step.text)
        assert (told["file"], told["line"], told["column"]) == step.span[:3]
        assert f"mitte.yaml:{step.span.line} | {LINES[step.span.line - 1].strip()}" in text


@pytest.mark.parametrize(
    ("question", "usual"),
    [
        ("course/2026-11-18", "2026-11-18 13:00"),
        ("course/2026-11-19", "2026-11-18 13:00"),
        ("fit/2026-11-18", "2026-11-18 08:00"),
    ],
)
def test_what_a_holiday_moves_is_moved(question: str, usual: str) -> None:
    found = fate(question, YEAR)
    assert found.state is State.MOVED
    assert found.usual is not None
    assert f"{found.usual.start:%Y-%m-%d %H:%M}" == usual


@pytest.mark.parametrize("question", ["seals/2026-10-08", "pilates/2026-11-10", "fit/2026-11-25"])
def test_what_falls_out_is_told_as_it_would_have_been(question: str) -> None:
    found = fate(question, YEAR)
    assert found.state is State.REMOVED
    assert found.usual is not None


@pytest.mark.parametrize(
    ("question", "since"), [("yoga/2026-09-21", "2026-09-08"), ("swim/2026-10-08", "2026-09-25")]
)
def test_a_class_that_is_published_later_says_from_when_on(question: str, since: str) -> None:
    last = fate(question, YEAR).outcome.trace[-1]
    assert (last.kind, last.text) == (StepKind.PUBLISHING, f"created from {since} on: people plan late")
    assert LINES[last.span.line - 1].startswith("publish:")


def test_what_falls_out_is_not_published() -> None:
    assert fate("pilates/2026-11-10", YEAR).outcome.trace[-1].kind is StepKind.ABSENCE


def test_a_rule_is_not_told_twice_because_of_special_days() -> None:
    rules = absence("yoga/2026-12-08", YEAR).rules
    assert [rule.text for rule in rules] == [
        "every mon, wed at 18:30 in autumn",
        "every mon, wed at 19:00 in autumn",
        "every mon, wed at 19:00 in spring (copies autumn)",
    ]


def test_beside_the_start_of_a_moved_class_its_neighbours_are_told() -> None:
    found = absence("course/2026-11-20", YEAR)
    assert (found.why, isinstance(found.before, Occurrence)) == (Why.OTHER_DAYS, True)
    assert [each and each.address[-5:] for each in (found.before, found.after)] == ["11-18", "11-25"]


def test_outside_of_a_season_its_reason_and_its_place_are_told() -> None:
    found = absence("pilates/2026-12-22", YEAR)
    assert found.text.endswith("; autumn: the hall is let at Christmas")
    assert LINES[found.span.line - 1].startswith("  autumn:")
    everywhere = absence("2026-12-22", YEAR)
    assert everywhere.text.endswith("; autumn: the hall is let at Christmas")
    assert everywhere.span == found.span
