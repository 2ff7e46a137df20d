"""The translation and the comparison, on a timetable small enough to be read."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path

import pytest
from real.differences import (
    Dated,
    activity_differences,
    expansion_differences,
    expected_activities,
    numbers_of,
)
from real.source import Closed, Course, Source, lessons_of, read_source
from real.translate import Translation, overlaps_of, translate

MONDAYS = Course(
    id="yoga",
    service="Yoga  -1-",
    weekdays=("mon",),
    start=time(18),
    end=time(19, 30),
    staff="A.B.",
    room="Hall A,B",
    capacity=None,
    first=date(2017, 10, 16),
    last=date(2017, 11, 6),
    cancelled=(date(2017, 10, 23),),
    moved={date(2017, 11, 6): datetime(2017, 11, 7, 17)},  # noqa: DTZ001 - local wall clock
    ignores_closed=False,
)
FREE = MONDAYS._replace(
    id="free", service="Free: play", staff=None, room=None, cancelled=(), moved={}, ignores_closed=True
)
DATES = [
    Dated("yoga", datetime(2017, 10, 16, 18), datetime(2017, 10, 16, 19, 30), "2017-10-16T16:00Z"),  # noqa: DTZ001
    Dated("yoga", datetime(2017, 11, 7, 17), datetime(2017, 11, 7, 18, 30), "2017-11-07T16:00Z"),  # noqa: DTZ001
]


def a_source(*courses: Course, **expected: object) -> Source:
    return Source(
        slug="tiny-2017",
        told="nowhere",
        timezone="Europe/Zurich",
        first=date(2017, 10, 1),
        last=date(2017, 12, 31),
        closed=(Closed(date(2017, 10, 30), date(2017, 10, 31), "holiday: all"),),
        courses=courses,
        expected=expected,
    )


def starts(*courses: Course) -> list[str]:
    return [f"{lesson.start:%m-%d %H:%M}" for lesson in lessons_of(a_source(*courses))]


def test_lessons_are_the_pattern_less_closed_days_less_cancelled_ones_with_moves() -> None:
    assert starts(MONDAYS) == ["10-16 18:00", "11-07 17:00"]
    assert starts(FREE) == ["10-16 18:00", "10-23 18:00", "10-30 18:00", "11-06 18:00"]


def test_a_moved_lesson_keeps_its_length_and_its_original_date() -> None:
    lesson = lessons_of(a_source(MONDAYS))[-1]
    assert (lesson.day, f"{lesson.end:%m-%d %H:%M}") == (date(2017, 11, 6), "11-07 18:30")


def test_names_that_yaml_would_read_otherwise_are_quoted() -> None:
    text = translate(a_source(MONDAYS, FREE)).text
    assert 'service: "Yoga  -1-"\n' in text
    assert 'room: "Hall A,B"\n' in text
    assert 'service: "Free: play"\n' in text
    assert 'because: "holiday: all"' in text
    assert "staff: A.B.\n" in text


def test_a_class_that_runs_on_closed_days_keeps_those_that_the_source_does_not_cancel() -> None:
    open_days = translate(a_source(FREE)).text
    assert "{class: free, on: 2017-10-30, keep: true" in open_days
    cancelled = translate(a_source(FREE._replace(cancelled=(date(2017, 10, 30),)))).text
    assert "{class: free" not in cancelled


def test_cancellations_and_moves_become_exceptions() -> None:
    text = translate(a_source(MONDAYS)).text
    assert "{class: yoga, on: 2017-10-23, cancel: " in text
    assert "{class: yoga, on: 2017-11-06, move_to: 2017-11-07 17:00}" in text


@pytest.mark.parametrize(
    ("other", "both"),
    [
        (MONDAYS._replace(id="b", room="elsewhere"), {"yoga", "b"}),
        (MONDAYS._replace(id="b", staff="C.D."), {"yoga", "b"}),
        (MONDAYS._replace(id="b", staff="C.D.", room="elsewhere"), set()),
        (MONDAYS._replace(id="b", start=time(19, 30), end=time(20), moved={}), set()),
        (MONDAYS._replace(id="b", weekdays=("wed",), moved={}), set()),
        (MONDAYS._replace(id="b", staff=None, room=None), set()),
    ],
)
def test_classes_overlap_if_a_teacher_or_room_is_needed_twice(other: Course, both: set[str]) -> None:
    assert overlaps_of(lessons_of(a_source(MONDAYS, other))) == both


def test_classes_that_nobody_teaches_by_name_do_not_share_a_teacher() -> None:
    other = FREE._replace(id="free-2")
    assert overlaps_of(lessons_of(a_source(FREE, other))) == set()
    assert len(translate(a_source(FREE, other)).staff) == 2


def test_what_the_translation_does_not_know_is_refused(tmp_path: Path) -> None:
    known = {
        "id": "a", "service": "s", "weekdays": ["mon"], "start": "10:00", "end": "11:00", "staff": None,
        "room": None, "capacity": None, "from": "2017-01-01", "to": "2017-02-01", "every_n_weeks": 1,
        "exceptions": [],
    }  # fmt: skip
    frame = {
        "slug": "a-b", "source": "s", "timezone": "UTC", "season": {"from": "2017-01-01", "to": "2017-02-01"},
        "closed": [], "expected": {},
    }  # fmt: skip
    path = tmp_path / "source.json"

    def read(**more: object) -> Source:
        path.write_text(json.dumps({**frame, "classes": [{**known, **more}]}), encoding="utf-8")
        return read_source(path)

    assert [course.id for course in read().courses] == ["a"]
    for unknown in (
        {"rrule": "FREQ=DAILY"},
        {"every_n_weeks": 2},
        {"exceptions": [{"date": "2017-01-02", "kind": "change", "field": {"staff": "x"}}]},
        {"exceptions": [{"date": "2017-01-02", "kind": "move", "to": "2017-01-03T10:00", "end": "10:30"}]},
    ):
        with pytest.raises(ValueError, match="class a uses what this translation does not know"):
            read(**unknown)


EXPECTED = {
    "count_total": 2,
    "per_class": {"yoga": 2},
    "first_dates": {"yoga": ["2017-10-16T18:00", "2017-11-07T17:00"]},
    "last_date": {"yoga": "2017-11-07T17:00"},
    "busiest_week": {"week": "2017-W42", "count": 1},
}


def test_numbers_are_counted_as_the_source_counts_them() -> None:
    ours = numbers_of(DATES, ["yoga"])
    assert expansion_differences(a_source(MONDAYS, **EXPECTED), ours) == []


@pytest.mark.parametrize("name", [*EXPECTED, "digest", "digest_utc"])
def test_a_number_that_is_not_met_is_told(name: str) -> None:
    ours = numbers_of(DATES, ["yoga"])
    wrong = numbers_of(
        [
            DATES[0]._replace(start=datetime(2017, 10, 9, 18), utc="2017-10-09T16:00Z"),  # noqa: DTZ001
            DATES[1]._replace(start=datetime(2017, 11, 8, 17)),  # noqa: DTZ001
            DATES[1],
        ],
        ["yoga"],
    )
    if name == "last_date":
        wrong["last_date"] = {"yoga": "2017-11-08T17:00"}
    source = a_source(MONDAYS, **{name: ours[name]})
    assert expansion_differences(source, ours) == []
    assert [told.split(":")[0] for told in expansion_differences(source, wrong)] == [name]


def test_no_dates_differ_in_every_number() -> None:
    assert len(expansion_differences(a_source(MONDAYS, **EXPECTED), numbers_of([], ["yoga"]))) == len(
        EXPECTED
    )


def rows_of(source: Source, translation: Translation) -> list[dict[str, object]]:
    """What a booking system would hold that did as it was told."""
    ids = {name: key for names in (translation.services, translation.staff, translation.rooms)
           for key, name in names.items()}  # fmt: skip
    return [
        {
            "date": f"{held.start}:00+0100",
            "length": 90 * 60,
            "technical_break_duration": 0,
            "service_id": ids[held.service],
            "staff_id": ids[held.staff],
            "resource_instance_ids": [ids[room] for room in held.rooms],
            "capacity": held.capacity,
            "comment": f"#rc:{marker}",
        }
        for marker, held in expected_activities(lessons_of(source), translation).items()
    ]


def test_activities_as_expected_do_not_differ() -> None:
    source = a_source(MONDAYS, FREE)
    translation = translate(source)
    expected = expected_activities(lessons_of(source), translation)
    assert len(expected) == 6
    assert activity_differences(expected, rows_of(source, translation), translation) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"date": "2017-10-16 18:30:00+0200"}, "expected "),
        ({"length": 3600}, "expected "),
        ({"technical_break_duration": 300}, "expected "),
        ({"service_id": 1}, "expected "),
        ({"staff_id": 1}, "expected "),
        ({"resource_instance_ids": []}, "expected "),
        ({"capacity": 12}, "expected "),
        ({"comment": ""}, "nobody asked for "),
        ({"comment": "#rc:000000000000"}, "nobody asked for "),
    ],
)
def test_an_activity_that_is_other_than_expected_is_told(change: dict[str, object], told: str) -> None:
    source = a_source(MONDAYS)
    translation = translate(source)
    rows = rows_of(source, translation)
    rows[0] |= change
    expected = expected_activities(lessons_of(source), translation)
    assert activity_differences(expected, rows, translation)[0].startswith(told)


def test_missing_and_double_activities_are_told() -> None:
    source = a_source(MONDAYS)
    translation = translate(source)
    rows = rows_of(source, translation)
    expected = expected_activities(lessons_of(source), translation)
    [missing] = activity_differences(expected, rows[1:], translation)
    assert missing.startswith("missing: Held(start='2017-10-16 18:00'")
    [double] = activity_differences(expected, [*rows, rows[0]], translation)
    assert double.startswith("there twice: Held(start='2017-10-16 18:00'")
