"""Whether a plan speaks for all that there is, so that what it does not name has ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from unit.render.render_plans import a_location_plan, a_plan, create, weekly

from reconciler.cli.showing import lack_of
from reconciler.render import PlanView, plan_view


def a_view() -> PlanView:
    classes = weekly("yoga", {0}, date(2026, 9, 7), date(2026, 9, 28))
    view = plan_view(a_plan(a_location_plan(map(create, classes))))
    view["options"].update({"from": None, "to": None, "season": None, "locations": []})
    return view


def test_a_plan_of_everything_lacks_nothing() -> None:
    assert lack_of(a_view()) == ""


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("complete", False, "Only a part of the timetable is in them"),
        ("options", {"from": "2026-09-07"}, "Only a part of the timetable is in them"),
        ("options", {"to": "2026-09-07"}, "Only a part of the timetable is in them"),
        ("options", {"season": "autumn"}, "Only a part of the timetable is in them"),
        ("options", {"locations": ["mitte"]}, "Only a part of the timetable is in them"),
        ("summary", {"unpublished": 3}, "Classes that are not published yet are not in them"),
        ("gates", [{"passed": False}], "This plan cannot be applied"),
    ],
)
def test_what_it_lacks_is_said(key: str, value: Any, words: str) -> None:
    view: dict[str, Any] = dict(a_view())
    view[key] = {**view[key], **value} if isinstance(value, dict) else value
    assert lack_of(view) == words  # type: ignore[arg-type]  # the same keys
