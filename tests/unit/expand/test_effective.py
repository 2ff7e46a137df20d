"""Settings put together."""

from __future__ import annotations

import pytest
from unit.expand.builders import settings, slot

from reconciler.expand.effective import merged, said_by
from reconciler.model.schedule import Settings


def test_merging_nothing_gives_the_same_value():
    under = settings()
    assert under is merged(under, Settings())


def test_merged_lists_replace():
    assert merged(settings(room_ids=(71,)), Settings(room_ids=(72,))).room_ids == (72,)
    assert merged(settings(room_ids=(71,)), Settings(room_ids=())).room_ids == ()


@pytest.mark.parametrize(
    ("over", "lesson_s"), [(Settings(lesson_s=2700), 2700), (Settings(capacity=1), 3600)]
)
def test_a_nearer_duration_beats_an_end_written_further_away(over: Settings, lesson_s: int):
    under = settings(slots=(slot("18:30", lesson_s=3600),))
    mixed = merged(under, over)
    assert mixed.slots is not None
    assert lesson_s == (mixed.slots[0].lesson_s or mixed.lesson_s)


def test_what_is_said_is_told_once_in_the_words_of_people() -> None:
    assert said_by(Settings(staff_id=5, turns=None, room_ids=(71,), lesson_s=2700)) == (
        "staff",
        "rooms",
        "duration",
    )
    assert said_by(Settings()) == ()
