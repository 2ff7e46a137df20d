from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.sandbox.exchange import RefusedError
from reconciler.sandbox.rules import KNOWN, Wish, read_wish

GOOD: dict[str, Any] = {
    "staff_id": 11,
    "service_id": 501,
    "resource_instance_ids": [32, 31, 32],
    "label_ids": [],
    "date": "2027-01-12 18:30:00",
    "length": 3600,
    "capacity": 12,
}


def read(body: dict[str, Any], *, replacing: bool = False, **options: Any) -> Wish:
    switches: dict[str, Any] = {"staff_key": "both", "extra_fields": "ignore"}
    return read_wish(body, replacing=replacing, **(switches | options))


def errors(body: dict[str, Any], **options: Any) -> dict[str, list[str]]:
    with pytest.raises(RefusedError) as caught:
        read(body, **options)
    assert caught.value.status == 422
    assert caught.value.errors
    return caught.value.errors


def test_a_good_body_is_a_wish() -> None:
    wish = read(GOOD)
    assert (wish.staff_id, wish.service_id, wish.length_s, wish.capacity) == (11, 501, 3600, 12)
    assert wish.room_ids == (31, 32)
    assert wish.break_s is None
    assert wish.texts == {}
    assert wish.force is False


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("staff_id", "11"),
        ("staff_id", 1.0),
        ("staff_id", True),
        ("staff_id", 2**53),
        ("length", 0),
        ("length", 301),
        ("length", 86700),
        ("capacity", 0),
        ("technical_break_duration", 3900),
        ("technical_break_duration", -300),
        ("technical_break_duration", 3600),
        ("comment", ""),
        ("comment", None),
        ("comment", "x" * 256),
        ("comment", "\ud800"),
        ("comment", 5),
        ("color", "#FF0000"),
        ("instructions", "x" * 501),
        ("stream_link", ""),
        ("force", 1),
        ("force", None),
        ("date", None),
        ("date", "2027-01-12T18:30:00"),
    ],
)
def test_a_bad_field_is_refused_by_its_name(key: str, value: object) -> None:
    assert list(errors(GOOD | {key: value})) == [key]


def test_an_id_in_a_list_is_refused_by_its_place() -> None:
    assert list(errors(GOOD | {"resource_instance_ids": [31, 0]})) == ["resource_instance_ids.1"]


def test_all_missing_fields_are_named_at_once() -> None:
    required = {"staff_id", "service_id", "resource_instance_ids", "label_ids", "date", "length", "capacity"}
    assert set(errors({})) == required


def test_a_break_as_long_as_the_length_is_refused() -> None:
    assert list(errors(GOOD | {"length": 600, "technical_break_duration": 600})) == [
        "technical_break_duration"
    ]


def test_null_clears_texts_only_when_replacing() -> None:
    assert read(GOOD | {"comment": None}, replacing=True).texts == {"comment": None}
    assert list(errors(GOOD | {"comment": None})) == ["comment"]


def test_the_teacher_may_be_named_in_two_ways() -> None:
    renamed = {key: value for key, value in GOOD.items() if key != "staff_id"} | {"team_member_id": 12}
    assert read(renamed).staff_id == 12
    assert read(GOOD | {"team_member_id": 12}).staff_id == 11
    assert list(errors(GOOD, staff_key="team_member_id")) == ["team_member_id"]


def test_unknown_fields_are_ignored_unless_the_body_is_closed() -> None:
    assert read(GOOD | {"title": "x"}) == read(GOOD)
    assert list(errors(GOOD | {"title": "x"}, extra_fields="refuse")) == ["title"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), JSON), st.booleans())
def test_no_body_raises_anything_but_a_refusal(changed: dict[str, Any], replacing: bool) -> None:
    try:
        wish = read(GOOD | changed, replacing=replacing)
    except RefusedError:
        return
    assert wish.length_s % 300 == 0
