"""Phrases about what differs say what people mean, and tell apart what reads alike."""

from __future__ import annotations

from typing import Any, cast

from unit.render.render_plans import a_style

from reconciler.render.class_shape import NamesView
from reconciler.render.shape import DriftView
from reconciler.render.value_change import change_words, drift_words

STYLE = a_style(80)


def names(staff: str = "Ivo", rooms: tuple[str, ...] = ("big hall",)) -> NamesView:
    return {"service": "Yoga", "staff": staff, "rooms": list(rooms), "labels": []}


def words(field: str, before: Any, after: Any, *sides: NamesView) -> str:
    one, other = sides or (names(), names())
    return change_words(field, before, after, (one, other), STYLE)


def test_names_stand_for_numbers() -> None:
    assert words("staff_id", 7, 8, names("Ben"), names("Anna")) == "teacher: Ben -> Anna"


def test_two_numbers_of_one_name_are_told_apart() -> None:
    assert words("staff_id", 7, 8) == "teacher: Ivo (7) -> Ivo (8)"
    assert words("resource_instance_ids", [1], [2]) == "rooms: big hall (1) -> big hall (2)"


def test_a_start_on_the_same_day_is_told_by_its_time() -> None:
    assert words("start", "2027-01-11T18:30:00", "2027-01-11T18:45:00") == "start: 18:30 -> 18:45"
    assert words("start", "2027-01-11T18:30:00", "2027-01-12T18:45:00") == (
        "start: Mon 11 Jan 2027 18:30 -> Tue 12 Jan 2027 18:45"
    )


def test_a_forged_start_is_written_out() -> None:
    assert words("start", "2027-01-11T\x1b[2J.", "2027-01-11T18:45:00") == "start: \\x1b[2J. -> 18:45"


def test_a_length_says_that_the_break_is_in_it() -> None:
    assert words("length_s", 3600, 3900) == "length: 60 min -> 65 min, break included"


def drift(changes: list[tuple[str, int, int]], length_s: int | None) -> DriftView:
    def side(place: int) -> dict[str, Any]:
        breaks = [change[place] for change in changes if change[0] == "break_s"]
        return {"names": names(), "length_s": length_s, "break_s": breaks[0] if breaks else 0}

    fields = [{"field": field, "before": before, "after": after} for field, before, after in changes]
    return cast("DriftView", {"before": side(1), "after": side(2), "changes": fields})


def test_a_longer_break_in_the_same_time_makes_a_shorter_lesson() -> None:
    assert drift_words(drift([("break_s", 300, 900)], 3900), STYLE) == [
        "5 min break -> 15 min break",
        "lesson: 60 min -> 50 min",
    ]


def test_a_lesson_of_unknown_length_is_not_guessed() -> None:
    assert drift_words(drift([("break_s", 300, 900)], None), STYLE) == ["5 min break -> 15 min break"]


def test_a_length_that_changes_too_tells_the_lesson_itself() -> None:
    found = drift_words(drift([("break_s", 300, 900), ("length_s", 3900, 4500)], 3900), STYLE)
    assert found[1:] == ["length: 65 min -> 75 min, break included"]
