"""A class before and after in one: what changes is a turn, and a turn never reads alike on both sides."""

from __future__ import annotations

from typing import Any, cast

from reconciler.render.class_shape import DetailsView
from reconciler.render.turns import Turn, merged


def details(staff_id: int, rooms: dict[int, str] | None) -> DetailsView:
    found: dict[str, Any] = {
        "staff_id": staff_id,
        "resource_instance_ids": None if rooms is None else list(rooms),
        "comment": None,
        "names": {"staff": "Ivo", "rooms": None if rooms is None else list(rooms.values())},
    }
    return cast("DetailsView", found)


def test_one_name_of_two_numbers_is_told_apart_by_them() -> None:
    names = merged(details(1, None), details(2, None), ["staff_id"])["names"]
    assert names["staff"] == Turn("Ivo (1)", "Ivo (2)")


def test_so_are_lists_of_names() -> None:
    one, other = details(1, {5: "hall", 6: "pool"}), details(1, {5: "hall", 7: "pool"})
    names = merged(one, other, ["resource_instance_ids"])["names"]
    assert names["rooms"] == Turn(("hall (5)", "pool (6)"), ("hall (5)", "pool (7)"))


def test_other_names_need_no_numbers() -> None:
    names = merged(details(1, {5: "hall"}), details(1, {6: "pool"}), ["resource_instance_ids"])["names"]
    assert names["rooms"] == Turn(("hall",), ("pool",))


def test_numbers_that_do_not_fit_the_names_of_a_forged_file_are_left_out() -> None:
    one, other = details(1, {5: "hall"}), details(1, {6: "hall"})
    one["resource_instance_ids"] = [5, 6]
    names = merged(one, other, ["resource_instance_ids"])["names"]
    assert names["rooms"] == Turn(("hall",), ("hall (6)",))
