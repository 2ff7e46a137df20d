"""Whether a rule is about a class."""

from __future__ import annotations

import pytest
from unit.expand.builders import group, settings

from reconciler.expand.effective import details_of
from reconciler.expand.selection import selects
from reconciler.model.schedule import EVERYTHING, Selector

YOGA = group(tags=("evening", "soft"), settings=settings(service_id=9, staff_id=5, room_ids=(71, 73)))
MADE_OF = details_of(YOGA.settings, 3300)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"class_ids": {"yoga", "aqua"}}, True),
        ({"class_ids": {"aqua"}}, False),
        ({"tags": {"soft", "kids"}}, True),
        ({"tags": {"kids"}}, False),
        ({"service_ids": {9}}, True),
        ({"service_ids": {8}}, False),
        ({"staff_ids": {5, 6}}, True),
        ({"staff_ids": {6}}, False),
        ({"room_ids": {73}}, True),
        ({"room_ids": {72}}, False),
        ({"class_ids": {"yoga"}, "tags": {"kids"}}, False),
        ({"class_ids": {"yoga"}, "tags": {"soft"}, "staff_ids": {5}}, True),
    ],
)
def test_all_kinds_must_fit_and_any_word_of_a_kind(fields, expected):
    selector = Selector(**{name: frozenset(words) for name, words in fields.items()})
    assert selects(selector, YOGA, MADE_OF) is expected


def test_everything_is_everything_even_without_rooms_and_tags():
    plain = group()
    assert selects(EVERYTHING, plain, details_of(plain.settings, 3300))
    assert not selects(Selector(room_ids=frozenset({71})), plain, details_of(plain.settings, 3300))
