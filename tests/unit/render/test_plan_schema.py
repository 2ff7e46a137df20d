from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_type_hints, is_typeddict

import jsonschema
import pytest
from unit.render.render_plans import SCHEMA_PATH

from reconciler.model.plan import Reason
from reconciler.render import class_shape, diagnostic_shape, frame_shape, shape

SCHEMA: dict[str, Any] = json.loads(SCHEMA_PATH.read_text("utf-8"))
SHAPES = {
    "names": class_shape.NamesView,
    "details": class_shape.DetailsView,
    "origin": class_shape.OriginView,
    "resource_change": shape.ResourceChange,
    "group": shape.GroupView,
    "series_change": shape.SeriesChange,
    "other": shape.OtherView,
    "cause": shape.CauseView,
    "held": shape.HeldView,
    "drift": shape.DriftView,
    "removed_day": shape.RemovedDayView,
    "removal": shape.RemovalView,
    "move": shape.MoveView,
    "step": class_shape.StepView,
    "amounts": frame_shape.AmountsView,
    "number": frame_shape.NumberView,
    "gate": frame_shape.GateView,
    "location": frame_shape.LocationView,
    "place": diagnostic_shape.PlaceView,
    "range": diagnostic_shape.RangeView,
    "diagnostic": diagnostic_shape.DiagnosticView,
}


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for name, each in schema.get("properties", {}).items():
            yield f"{path}/{name}", each
        for name, each in schema.items():
            yield from properties(each, f"{path}/{name}")
    elif isinstance(schema, list):
        for number, each in enumerate(schema):
            yield from properties(each, f"{path}/{number}")


def test_the_schema_is_draft_07() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_every_key_has_a_title_and_a_description() -> None:
    bare = [path for path, each in properties(SCHEMA) if not (each.get("title") and each.get("description"))]
    assert bare == []


OPTIONAL = {
    "resource_change": {"activity_id", "trace", "previous_address"},
    "other": {"location"},
    "held": {"trace", "causes"},
    "drift": {"trace"},
    "details": {"force"},
}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_schema_and_types_have_the_same_keys(name: str) -> None:
    schema, typed = SCHEMA["definitions"][name], SHAPES[name]
    assert list(schema["properties"]) == list(typed.__annotations__)
    assert set(schema["required"]) == set(typed.__annotations__) - OPTIONAL.get(name, set())


def test_the_top_of_schema_and_types_have_the_same_keys() -> None:
    hints = get_type_hints(shape.PlanView)
    assert list(SCHEMA["properties"]) == list(hints)
    assert set(SCHEMA["definitions"]) == set(SHAPES)
    for key, hint in hints.items():
        if is_typeddict(hint):
            assert list(SCHEMA["properties"][key]["properties"]) == list(hint.__annotations__)


def test_the_schema_lists_every_reason() -> None:
    listed = SCHEMA["definitions"]["resource_change"]["properties"]["reason"]["enum"]
    assert sorted(listed) == sorted([*Reason, "added", "changed", "removed", "unchanged"])
