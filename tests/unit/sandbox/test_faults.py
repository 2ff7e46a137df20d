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
