from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from builders import an_activity, an_occurrence
from unit.render.render_plans import a_location_plan, a_plan, a_style, create, plan_validator

from reconciler.model.plan import Action, ActionKind, Reason
from reconciler.render import PlanFileError, load_plan_view, operations, plan_view, to_json, to_text
from reconciler.render.operation_digest import operations_digest
from reconciler.render.planfile import LIMIT_BYTES

HELD = Action(
    kind=ActionKind.HOLD,
    reason=Reason.DOUBTFUL_STAFF,
    occurrence=an_occurrence("pilates"),
    others=(an_activity(),),
)
VIEW = plan_view(a_plan(a_location_plan([create(an_occurrence()), HELD])))
TEXT = to_json(VIEW)
VALIDATE = plan_validator()


def refusal(text: str) -> PlanFileError:
    with pytest.raises(PlanFileError) as caught:
        load_plan_view(text, VALIDATE)
    return caught.value


def changed(change: Callable[[Any], object]) -> str:
    loaded = json.loads(TEXT)
    change(loaded)
    return json.dumps(loaded)


def test_a_plan_survives_the_file() -> None:
    loaded = load_plan_view(TEXT, VALIDATE)
    assert loaded == VIEW
    assert to_text(loaded, a_style()) == to_text(VIEW, a_style())
    assert [each["address"] for each in operations(loaded)] == ["mitte/yoga-evening/2026-09-07"]


def test_another_layout_of_the_same_json_is_the_same_plan() -> None:
    assert load_plan_view(json.dumps(VIEW, sort_keys=True), VALIDATE) == VIEW


def test_keys_of_a_later_minor_version_are_ignored() -> None:
    later = changed(lambda view: view.update(format_version="1.7", later={"more": 1}))
    assert load_plan_view(later, VALIDATE)["summary"] == VIEW["summary"]


def test_a_plan_of_a_release_without_traces_can_still_be_shown() -> None:
    def older(view: Any) -> None:
        del view["traces"]
        for each in (*view["resource_changes"], *view["held_back"]):
            del each["trace"]

    assert "traces" not in load_plan_view(changed(older), VALIDATE)


def test_a_class_that_stands_in_the_plan_twice_is_refused() -> None:
    def doubled(view: Any) -> None:
        view["resource_changes"] *= 2
        view["summary"]["add"] *= 2
        view["operations_digest"] = operations_digest(view["resource_changes"])

    assert refusal(changed(doubled)).code == "PLN007"


def test_what_is_shown_follows_the_operations_whatever_the_file_says() -> None:
    forged = changed(lambda view: view.update(series_changes=[]))
    assert load_plan_view(forged, VALIDATE)["series_changes"] == VIEW["series_changes"]


@pytest.mark.parametrize(
    "text", ["", "{", "plan: yes", '{"a": NaN}', '{"a": ' + "1" * 5000 + "}", "\x00", "{}x"]
)
def test_what_is_not_json_is_refused(text: str) -> None:
    assert refusal(text).code == "PLN001"


@pytest.mark.parametrize("text", ["{}", "[]", "1", "null", '{"tool": "x"}', '{"tool": {"name": "octodns"}}'])
def test_json_of_somebody_else_is_refused(text: str) -> None:
    assert refusal(text).code == "PLN002"


def test_a_plan_of_terraform_is_recognised() -> None:
    text = json.dumps({"format_version": "1.2", "terraform_version": "1.11.0", "resource_changes": []})
    error = refusal(text)
    assert (error.code, error.summary) == ("PLN002", "The file is a plan of Terraform")
    assert error.hint == "Make a new one: reconciler plan --out FILE"


@pytest.mark.parametrize("version", ["2.0", "0.9", "", None, 1, "\x1b[31m" * 99])
def test_unknown_major_versions_are_refused(version: object) -> None:
    error = refusal(changed(lambda view: view.update(format_version=version)))
    assert error.code == "PLN003"
    assert str(error).isprintable()


@pytest.mark.parametrize(
    "change",
    [
        lambda view: view.pop("summary"),
        lambda view: view.update(resource_changes={}),
        lambda view: view["resource_changes"][0].update(reason="because"),
        lambda view: view["resource_changes"][0]["change"].update(actions=["create", "delete"]),
        lambda view: view["resource_changes"][0]["change"]["after"].update(start="2026-02-30T10:00:00"),
        lambda view: view["resource_changes"][0]["change"]["after"].update(start="tomorrow"),
        lambda view: view["held_back"][0]["others"][0]["before"].update(start="2026-09-07T25:00:00"),
        lambda view: view["window"].update({"from": "2026-13-01"}),
        lambda view: view["summary"].update(add=10**30),
    ],
)
def test_wrong_shapes_are_refused(change: Callable[[Any], object]) -> None:
    assert refusal(changed(change)).code == "PLN004"


@pytest.mark.parametrize(
    "change",
    [
        lambda view: view["resource_changes"][0]["change"]["after"].update(staff_id=99),
        lambda view: view["resource_changes"][0].update(address="mitte/yoga-evening/2026-09-08"),
        lambda view: view["resource_changes"].append(view["resource_changes"][0]),
        lambda view: view["resource_changes"].clear(),
        lambda view: view["resource_changes"][0]["change"].update(after=None),
        lambda view: view["resource_changes"][0]["change"].update(actions=["delete"]),
        lambda view: view["summary"].update(add=0),
        lambda view: view["summary"].update(destroy=1),
        lambda view: view["held_back"].clear(),
        lambda view: view["traces"].clear(),
        lambda view: view["resource_changes"][0].update(trace=7),
        lambda view: view.update(operations_digest="0" * 64),
    ],
)
def test_a_file_that_was_edited_is_refused(change: Callable[[Any], object]) -> None:
    assert refusal(changed(change)).code == "PLN007"


def test_too_large_files_are_not_even_parsed() -> None:
    assert refusal(" " * (LIMIT_BYTES + 1)).code == "PLN005"


@pytest.mark.parametrize("depth", [40, 900, 100_000])
def test_depth_bombs_are_refused(depth: int) -> None:
    bomb = "[" * depth + "]" * depth
    assert refusal(TEXT.replace('"sandbox": false', f'"bomb": {bomb}, "sandbox": false')).code == "PLN006"


def test_half_of_a_character_is_refused_before_anything_looks_at_it() -> None:
    def halved(view: Any) -> None:
        view["environment"] = "\ud800"

    found = refusal(changed(halved))
    assert found.code == "PLN004"
    assert "half of a character" in found.summary


def test_a_whole_character_in_two_escapes_is_fine() -> None:
    text = changed(lambda view: view.update(paths=["\U0001f600.yaml"]))
    assert "\\ud83d" in text
    assert load_plan_view(text, VALIDATE)["paths"] == ["\U0001f600.yaml"]
