"""Creates whose end nobody saw: killed runs, late landings, journals that are gone or damaged."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from e2e.rehearsal import CREATES, Studio, until

from reconciler.sandbox import Fault

POSTS = {"method": "POST", "path": "*"}
LATE = Fault(action="drop then commit", **POSTS, nth=1, seconds=2.5)  # type: ignore[arg-type]  # str keys


@pytest.fixture
def overlapping(a_studio: Callable[..., Studio]) -> Studio:
    """The first create lands 2.5 s after its connection was dropped; no overlap is refused."""
    studio = a_studio(faults=(LATE,), grace="4s")
    studio.edit("schedules/autumn.yaml", 'at: "18:30"}', 'at: "18:30", allow_overlap: true}')
    return studio


def killed_while_it_waits(studio: Studio) -> None:
    """Kill an apply after the answer to a create was lost, and before its class has landed."""
    with studio.running("apply", "--auto-approve") as process:
        until(lambda: len(studio.bodies()) >= 2, "a create after the lost one")
        process.kill()
        process.wait(5)


def test_a_late_create_of_a_killed_run_is_waited_for_by_the_next_one(overlapping: Studio) -> None:
    killed_while_it_waits(overlapping)
    again = overlapping.ok("apply", "--auto-approve")
    assert "An earlier apply lost the answer to" in again.err
    assert "mitte/yoga-evening/2035-09-03 is there (activity" in again.err
    assert len(overlapping.rows()) == CREATES
    overlapping.settles()


def test_a_plan_says_that_a_create_is_in_doubt_and_holds_it_back(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(faults=(Fault(action="drop", **POSTS, nth=1),), grace="60s")  # type: ignore[arg-type]
    killed_while_it_waits(studio)
    plan = json.loads(studio.ok("plan", "--format", "json").out)
    assert [(each["address"], each["reason"]) for each in plan["held_back"]][:1] == [
        ("mitte/yoga-evening/2035-09-03", "in_doubt")
    ]
    assert "An earlier apply sent it and lost the answer; it may still appear" in studio.ok("plan").out
    studio.edit("reconciler.yaml", "grace: 60s", "grace: 0s")
    plan = json.loads(studio.ok("plan", "--format", "json").out)
    assert plan["held_back"] == []
    assert "mitte/yoga-evening/2035-09-03" in [each["address"] for each in plan["resource_changes"]]


def test_a_create_that_never_came_is_made_by_the_next_run(a_studio: Callable[..., Studio]) -> None:
    studio = a_studio(faults=(Fault(action="drop", **POSTS, nth=1),), grace="2s")  # type: ignore[arg-type]
    killed_while_it_waits(studio)
    again = studio.ok("apply", "--auto-approve")
    assert "mitte/yoga-evening/2035-09-03 was not created" in again.err
    assert len(studio.rows()) == CREATES
    studio.settles()


def test_a_damaged_journal_stops_everything_before_anything_is_written(studio: Studio) -> None:
    studio.ok("apply", "--auto-approve")
    (path,) = (studio.folder / ".reconciler/journal").iterdir()
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], lines[1][:-5] + b"xxxxx", *lines[2:-2], b""]))
    before = len(studio.requests("POST"))
    for arguments in (("plan",), ("apply", "--auto-approve")):
        ran = studio.run(*arguments)
        assert ran.status == 1, ran
        assert "is damaged in line 2" in ran.err
    assert len(studio.requests("POST")) == before
    path.unlink()
    studio.settles()
