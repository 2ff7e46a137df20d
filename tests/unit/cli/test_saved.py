"""When a saved plan is refused, and when it is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from reconciler.cli.exits import Exit
from reconciler.cli.saved import (
    did_something,
    identity_of,
    refuse_if_applied,
    refuse_if_elsewhere,
    refuse_if_emptied,
    refuse_if_expired,
    refuse_if_not_applicable,
    refuse_if_stale,
    wish_of,
)
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.render import PlanView

AT = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)


def a_change(number: int = 7, action: str = "create", **after: Any) -> dict[str, Any]:
    return {
        "address": f"mitte/yoga/2026-09-{number:02}",
        "change": {"actions": [action], "before": None, "after": {"capacity": 12, **after}},
        "reason": "missing",
    }


def a_view(*changes: dict[str, Any], **facts: Any) -> PlanView:
    """The parts of a plan that these questions are about."""
    view = {
        "environment": "studio",
        "operations_digest": "ab" * 32,
        "live": {"count": 3, "digest": "cd" * 32, "read_at": "2026-09-01T06:00:00Z"},
        "resource_changes": list(changes) or [a_change()],
        "held_back": [],
        "conflicts": [],
        "drift": [],
        "gates": [],
        **facts,
    }
    return cast("PlanView", view)


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(root=tmp_path / ".reconciler")


def keep(state: StateFolder, view: PlanView, *outcomes: str) -> Path:
    path = state.receipt(AT, identity_of(view))
    path.write_text(json.dumps({"operations": [{"outcome": outcome} for outcome in outcomes]}))
    return path


@pytest.mark.parametrize(
    "facts",
    [
        {"environment": "sandbox"},
        {"operations_digest": "12" * 32},
        {"live": {"count": 3, "digest": "12" * 32, "read_at": "2026-09-01T06:00:00Z"}},
        {"live": {"count": 3, "digest": "cd" * 32, "read_at": "2026-09-01T06:00:01Z"}},
    ],
)
def test_plans_that_differ_have_identities_of_their_own(facts: dict[str, Any]) -> None:
    assert identity_of(a_view()) == identity_of(a_view())
    assert identity_of(a_view(**facts)) != identity_of(a_view())


@pytest.mark.parametrize("outcomes", [("created",), ("refused", "unknown"), ("created", "not attempted")])
def test_a_plan_of_which_something_came_to_be_is_not_applied_again(
    state: StateFolder, outcomes: tuple[str, ...]
) -> None:
    path = keep(state, a_view(), *outcomes)
    with pytest.raises(Stop, match="applied already") as caught:
        refuse_if_applied(a_view(), state)
    assert caught.value.status is Exit.STALE
    assert str(path) in caught.value.detail


@pytest.mark.parametrize("outcomes", [(), ("refused",), ("not attempted", "refused")])
def test_a_plan_of_which_nothing_came_to_be_may_be_tried_again(
    state: StateFolder, outcomes: tuple[str, ...]
) -> None:
    keep(state, a_view(), *outcomes)
    refuse_if_applied(a_view(), state)


def test_another_plan_that_does_the_same_is_not_the_applied_one(state: StateFolder) -> None:
    keep(state, a_view(environment="sandbox"), "created")
    refuse_if_applied(a_view(), state)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"operations": [1]}', '{"operations": 5}', "[" * 100_000])
def test_a_receipt_that_cannot_be_read_counts_as_applied(tmp_path: Path, text: str) -> None:
    path = tmp_path / "receipt.json"
    path.write_text(text)
    assert did_something(path) is True
    assert did_something(tmp_path / "missing.json") is True


def test_a_plan_that_a_guard_stopped_is_refused_with_its_remedy() -> None:
    gate = {"name": "too many creates", "limit": "5", "actual": "6", "passed": False, "remedy": "narrow it"}
    with pytest.raises(Stop, match="too many creates") as caught:
        refuse_if_not_applicable(a_view(gates=[gate]))
    assert (caught.value.status, caught.value.hint) == (Exit.GUARD, "narrow it")
    refuse_if_not_applicable(a_view(gates=[{**gate, "passed": True}]))


def some_locations(**counts: int) -> PlanView:
    return a_view(locations=[{"key": key, "id": 101, "count": count} for key, count in counts.items()])


def test_an_empty_read_after_a_full_one_is_refused() -> None:
    full, empty = some_locations(mitte=3), some_locations(mitte=0)
    with pytest.raises(Stop, match="shows nothing at mitte now, but there were 3") as caught:
        refuse_if_emptied(full, empty)
    assert caught.value.status is Exit.GUARD
    refuse_if_emptied(empty, empty)
    refuse_if_emptied(empty, full)


def test_one_empty_location_among_full_ones_is_refused() -> None:
    with pytest.raises(Stop, match="shows nothing at nord now"):
        refuse_if_emptied(some_locations(mitte=3, nord=2), some_locations(mitte=3, nord=0))


def test_a_key_that_now_means_another_studio_makes_a_plan_stale() -> None:
    moved = a_view(locations=[{"key": "mitte", "id": 102, "count": 3}])
    with pytest.raises(
        Stop, match="mitte was location 101 in the booking system, the files now say 102"
    ) as caught:
        refuse_if_elsewhere(some_locations(mitte=3), moved)
    assert caught.value.status is Exit.STALE
    refuse_if_elsewhere(some_locations(mitte=3), some_locations(mitte=0))


def test_a_plan_whose_operations_are_all_still_there_is_not_stale() -> None:
    refuse_if_stale(a_view(a_change(7)), a_view(a_change(7), a_change(14)))


@pytest.mark.parametrize(
    ("fresh", "words"),
    [
        (a_view(a_change(7, capacity=13)), "mitte/yoga/2026-09-07: differs now in capacity"),
        (a_view(a_change(7, start="x", capacity=13)), "differs now in capacity, start"),
        (a_view(a_change(7, "no-op")), "mitte/yoga/2026-09-07: is there by now"),
        (a_view(a_change(14), held_back=[{"address": "mitte/yoga/2026-09-07"}]), "is held back now"),
        (a_view(a_change(14), conflicts=[{"address": "mitte/yoga/2026-09-07"}]), "is held back now"),
        (a_view(a_change(14), drift=[{"address": "mitte/yoga/2026-09-07"}]), "is there now, and differs"),
        (a_view(a_change(14)), "is no longer wanted, or lies in the past by now"),
    ],
)
def test_a_stale_plan_says_what_became_of_its_operations(fresh: PlanView, words: str) -> None:
    with pytest.raises(Stop, match="1 of its 1 operations are gone or changed") as caught:
        refuse_if_stale(a_view(a_change(7)), fresh)
    assert caught.value.status is Exit.STALE
    assert words in caught.value.detail


def test_many_stale_operations_are_counted() -> None:
    with pytest.raises(Stop) as caught:
        refuse_if_stale(a_view(*(a_change(n) for n in range(1, 29))), a_view(a_change(30)))
    assert caught.value.detail.count("\n") == 10
    assert caught.value.detail.endswith("and 18 more")


def test_a_saved_plan_is_made_again_from_what_it_was_asked_for() -> None:
    options = {
        "paths": ["schedules/a.yaml"], "from": "2026-09-01", "to": None, "season": "autumn",
        "locations": ["mitte"], "targets": ["mitte/*"], "excludes": [], "details": True,
    }  # fmt: skip
    wish = wish_of(a_view(options=options))
    assert wish.paths == ("schedules/a.yaml",)
    assert wish.details is True
    assert wish.scope.first is not None
    assert (wish.scope.first.isoformat(), wish.scope.last) == ("2026-09-01", None)
    assert (wish.scope.season, wish.scope.locations) == ("autumn", ("mitte",))
    assert (wish.scope.targets, wish.scope.excludes) == (("mitte/*",), ())


@pytest.mark.parametrize(
    ("told", "days", "refused"),
    [
        ("2026-09-08T06:00:00Z", 7, False),
        ("2026-09-08T06:00:00Z", 8, True),
        (None, 8, True),
        ("2026-09-02T06:00:00Z", 2, True),
        ("2099-01-01T00:00:00Z", 8, True),
        ("2026-09-08", 7, True),
    ],
)
def test_a_plan_is_too_old_after_a_week_or_when_it_says_so(
    told: str | None, days: int, refused: bool
) -> None:
    view, now = a_view(expires_at=told), AT + timedelta(days=days)
    if not refused:
        refuse_if_expired(view, now)
        return
    with pytest.raises(Stop, match="has expired: it was made on 2026-09-01") as caught:
        refuse_if_expired(view, now)
    assert caught.value.status is Exit.STALE
