"""The keys that classes, defaults, parts, changes and exceptions share."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, a_class, codes_of_class, day, load, timetable

from reconciler.load.fields import over
from reconciler.model.diagnostic import Span
from reconciler.model.schedule import LOCATION_DEFAULT, Dates, RoomChoice, Settings, Weekly

USUALLY = 'every: mon, at: "18:30"'


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ("room: big hall", "room_ids", (31,)),
        ("rooms: [small hall, big hall]", "room_ids", (31, 32)),
        ("rooms: []", "room_ids", ()),
        ("label: kids", "label_ids", (42,)),
        ("labels: [kids, autumn]", "label_ids", (41, 42)),
        ("break: 10m", "break_s", 600),
        ("break: 0m", "break_s", 0),
        ("break: location default", "break_s", LOCATION_DEFAULT),
        ('color: "#FF8800"', "color", "#ff8800"),
        ("comment: bring mats", "comment", "bring mats"),
        ('comment: ""', "comment", ""),
        ("instructions: Come early", "instructions", "Come early"),
        ('link: "https://example.org/live"', "link", "https://example.org/live"),
        ("duration: 1h15m", "lesson_s", 4500),
        ('capacity: "7"', "capacity", 7),
    ],
)
def test_a_key_becomes_its_field(fields: str, name: str, value: object) -> None:
    assert getattr(a_class(f"{USUALLY}, {fields}").settings, name) == value


@pytest.mark.parametrize(
    ("fields", "weekdays"),
    [
        ("every: mon", {0}),
        ("every: Sunday", {6}),
        ("every: [mon, wed]", {0, 2}),
        ("every: weekdays", {0, 1, 2, 3, 4}),
        ("every: [weekend, mon]", {0, 5, 6}),
        ("every: daily", set(range(7))),
    ],
)
def test_weekdays_become_numbers(fields: str, weekdays: set[int]) -> None:
    recurrence = a_class(f'{fields}, at: "18:30"').settings.recurrence
    assert isinstance(recurrence, Weekly)
    assert recurrence.weekdays == weekdays


@pytest.mark.parametrize("key", ["dates", "on"])
def test_written_dates_come_in_order(key: str) -> None:
    recurrence = a_class(f'{key}: [2026-10-12, 2026-10-05], at: "18:30"').settings.recurrence
    assert recurrence == Dates(dates=(day("2026-10-05"), day("2026-10-12")))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ('every: mon, dates: [2026-10-05], at: "18:30"', "CHK009"),
        ('every: [mon, Monday], at: "18:30"', "CHK018"),
        ('dates: [2026-02-30], at: "18:30"', "CHK001"),
        (f"{USUALLY}, duration: 57m", "CHK012"),
        (f"{USUALLY}, break: 7m", "CHK012"),
        (f"{USUALLY}, room: cellar", "CHK004"),
        (f"{USUALLY}, labels: [kids, adults]", "CHK004"),
    ],
)
def test_a_wrong_value_is_found_where_it_stands(fields: str, expected: str) -> None:
    assert codes_of_class(fields)[0] == expected


def test_an_unknown_name_gets_the_nearest_known_one() -> None:
    (finding,) = load(USUAL + f"classes:\n  - {{id: yoga, {USUALLY}, staff: Bean}}\n").diagnostics
    assert finding.summary == '"Bean" is no teacher of mitte'
    assert finding.hint.startswith('did you mean "Ben"?')
    assert finding.span is not None
    assert finding.span.column == 5 + len(f"{{id: yoga, {USUALLY}, staff: ")


def test_the_nearer_settings_win_field_by_field() -> None:
    near, far = Settings(staff_id=1, room_ids=()), Settings(staff_id=2, room_ids=(3,), capacity=4)
    assert over(near, far) == Settings(staff_id=1, room_ids=(), capacity=4)
    assert over(Settings(), far) == far


def test_teachers_may_take_turns() -> None:
    found = a_class(
        'every: mon, at: "18:30", staff: {rotate: [Anna, Ben, Anna], each: week, from: 2026-09-09}'
    )
    turns = found.settings.turns
    assert turns is not None
    assert (turns.staff_ids, turns.each, turns.first) == ((11, 12, 11), "week", day("2026-09-09"))
    assert found.settings.staff_id == 11


def test_a_nearer_teacher_ends_the_turns_of_the_defaults() -> None:
    turns = "{rotate: [Anna, Ben], each: session, from: 2026-09-07}"
    text = USUAL.replace("staff: Anna,", f"staff: {turns},")
    classes = [
        f'  - {{id: {key}, every: mon, at: "18:30"{more}}}\n'
        for key, more in (("a", ""), ("b", ", staff: Ben"))
    ]
    one, two = timetable(f"{text}classes:\n{''.join(classes)}").classes
    assert one.settings.turns is not None
    assert (two.settings.staff_id, two.settings.turns) == (12, None)


def test_unknown_teachers_among_turns_are_refused() -> None:
    turns = "{rotate: [Anna, Bne], each: week, from: 2026-09-07}"
    assert codes_of_class(f'every: mon, at: "18:30", staff: {turns}') == ["CHK004"]


def test_the_first_free_of_several_rooms_keeps_their_order() -> None:
    found = a_class(f"{USUALLY}, room: {{first_free: [small hall, big hall]}}, also_needs: []").settings
    assert found.room_choice is not None
    assert found.room_choice.room_ids == (32, 31)
    assert (found.room_ids, found.also_ids) == ((), ())


def test_a_nearer_room_ends_the_choice_of_the_defaults_and_leaves_the_equipment() -> None:
    far = Settings(room_ids=(), room_choice=RoomChoice((31, 32), Span("a.yaml", 1, 1, 1, 2)), also_ids=(33,))
    near = over(Settings(room_ids=(34,)), far)
    assert (near.room_ids, near.room_choice, near.also_ids) == ((34,), None, (33,))


def test_one_room_under_two_names_is_no_choice() -> None:
    text = USUAL.replace("big hall: 31,", "big hall: 31, great hall: 31,")
    wrong = f"{text}classes: [{{id: a, {USUALLY}, room: {{first_free: [big hall, great hall]}}}}]\n"
    (found,) = load(wrong).diagnostics
    assert found.code == "CHK062"


def test_the_address_of_the_stream_may_stand_under_online() -> None:
    assert a_class(f'{USUALLY}, online: {{link: "https://example.com/live"}}').settings.link == (
        "https://example.com/live"
    )


def test_a_price_is_refused_with_what_to_do_instead() -> None:
    (found,) = load(f"{USUAL}classes: [{{id: a, {USUALLY}, price: 12}}]\n").diagnostics
    assert found.code == "SCH001"
    assert "make a second service with the other price" in found.hint
