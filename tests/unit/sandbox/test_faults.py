from __future__ import annotations

import pytest

from reconciler.sandbox import Fault, FixtureError, parse_faults
from reconciler.sandbox.faults import FaultBook


def test_a_fault_hits_the_requests_it_names() -> None:
    book = FaultBook((Fault(action="drop", method="POST", path="*/activities", nth=2, times=2),))
    hit = [book.next_for("POST", "/api/v2/companies/1/activities") is not None for _ in range(5)]
    assert hit == [False, True, True, False, False]
    assert book.next_for("GET", "/api/v2/companies/1/activities") is None
    assert book.next_for("POST", "/api/v2/companies/1/activities/5") is None
    assert book.hits() == (2,)


def test_the_first_of_several_wins_and_all_of_them_count() -> None:
    book = FaultBook((Fault(action="drop"), Fault(action="wait", nth=2, times=None)))
    actions = [fault and fault.action for fault in (book.next_for("GET", "/") for _ in range(3))]
    assert actions == ["drop", "wait", "wait"]
    assert book.hits() == (1, 2)


def test_faults_are_read_from_text() -> None:
    raw = {"faults": [{"action": "error after commit", "method": "POST", "nth": "3", "times": "always"}]}
    raw["faults"][0] |= {"status": "502", "seconds": "0.5"}
    fault = Fault(action="error after commit", method="POST", nth=3, times=None, status=502, seconds=0.5)
    assert parse_faults(raw) == (fault,)
    assert parse_faults({}) == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("action", "explode"),
        ("nth", "0"),
        ("status", "99"),
        ("seconds", "nan"),
        ("seconds", "soon"),
        ("x", "1"),
    ],
)
def test_a_wrong_fault_is_named_by_its_path(key: str, value: str) -> None:
    with pytest.raises(FixtureError) as caught:
        parse_faults({"faults": [{"action": "drop", key: value}]})
    assert caught.value.path == f"faults[0].{key}"


def test_a_chance_is_meant_for_every_request_unless_somebody_counts() -> None:
    raw = {"seed": "7", "faults": [{"action": "drop", "chance": "0.5"}]}
    assert parse_faults(raw) == (Fault(action="drop", chance=0.5, times=None, seed=7),)
    raw["faults"][0] |= {"times": "3"}
    assert parse_faults(raw) == (Fault(action="drop", chance=0.5, times=3, seed=7),)


def test_another_fault_does_not_change_the_luck_of_one() -> None:
    lucky = Fault(action="error", chance=0.5, times=None)
    alone, behind = FaultBook((lucky,)), FaultBook((lucky, Fault(action="drop", times=None)))
    assert [alone.next_for("GET", "/") == lucky for _ in range(50)] == [
        behind.next_for("GET", "/") == lucky for _ in range(50)
    ]


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"action": "error", "headers": {"Retry-After\r\nx": "1"}}, "faults[0].headers"),
        ({"action": "error", "headers": {"Retry-After": "1\r\nx"}}, "faults[0].headers"),
        ({"action": "error", "headers": ["Retry-After"]}, "faults[0].headers"),
        ({"action": "error", "fields": {"id": "1"}}, "faults[0].fields"),
        ({"action": "change answer"}, "faults[0].fields"),
        ({"action": "small pages", "rows": "-1"}, "faults[0].rows"),
        ({"action": "torn pages", "rows": "--1"}, "faults[0].rows"),
        ({"action": "error", "chance": "2"}, "faults[0].chance"),
    ],
)
def test_what_a_fault_cannot_have_is_named_by_its_path(facts: dict[str, object], path: str) -> None:
    with pytest.raises(FixtureError) as caught:
        parse_faults({"faults": [facts]})
    assert caught.value.path == path
