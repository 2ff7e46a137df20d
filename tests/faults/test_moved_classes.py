"""Classes that the front desk has moved far: whatever the calendar shows, none is made a second time."""

from __future__ import annotations

from pathlib import Path

import pytest
from e2e.rehearsal import AUTUMN, CREATES, variables
from faults.process import Process
from faults.stories import Plot, lay_out
from faults.world import CALM, World

from reconciler.sandbox import SandboxOptions
from reconciler.sandbox.rows import ActivityRow

APPLY = ("apply", "--auto-approve")
DAY_S = 86_400.0


class Desk:
    """A studio in the middle of its season."""

    def __init__(self, folder: Path, edition: str = "activities", **options: str) -> None:
        plot = Plot(mix=CALM, schedule=AUTUMN, edition=edition)
        options = {"durability": "off", **options}
        self.world = World(seed=1, location=plot.location, options=SandboxOptions(**options))  # type: ignore[arg-type]  # literals
        self.process = Process(world=self.world, folder=lay_out(folder, plot), variables=variables())
        self.folder = folder
        assert self.process.run(*APPLY).status == 0
        self.world.sleep(20 * DAY_S)
        """It is Sunday, 9 September 2035."""

    def move(self, start: str, to: str, days: int, *, cancelled: bool = False) -> None:
        """As the front desk does it."""
        store = self.world.desk.store
        (row,) = (row for row in self.world.live() if row.start_local == start)
        store.begin()
        moved: ActivityRow = row._replace(start_local=to, start_utc=row.start_utc + days * int(DAY_S))
        store.replace(moved)
        if cancelled:
            store.cancel(moved)
        store.commit()

    def again(self) -> int:
        """How many creates the next apply sends."""
        before = self.world.creates
        ended = self.process.run(*APPLY)
        assert ended.status == 0, ended
        return self.world.creates - before


@pytest.mark.parametrize("edition", ["activities", "events"])
@pytest.mark.parametrize("days", [-5, -20])
def test_a_class_that_was_brought_forward_and_held_is_not_made_again(
    tmp_path: Path, edition: str, days: int
) -> None:
    desk = Desk(tmp_path, edition)
    desk.move("2035-09-12 18:30:00", f"2035-{'09-07' if days == -5 else '08-23'} 18:30:00", days)
    assert desk.again() == 0
    assert desk.world.creates == CREATES


def test_one_that_was_brought_forward_and_then_cancelled_is_made_again(tmp_path: Path) -> None:
    """As any other that was cancelled: the files want it."""
    desk = Desk(tmp_path)
    desk.move("2035-09-12 18:30:00", "2035-09-07 18:30:00", -5, cancelled=True)
    assert desk.again() == 1


def test_one_that_was_moved_behind_the_end_of_its_season_is_not_made_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.move("2035-09-12 18:30:00", "2035-10-23 18:30:00", 41)
    assert desk.again() == 0


def test_a_booking_system_that_never_lists_the_past_leaves_nothing_to_go_by(tmp_path: Path) -> None:
    """Then a class that was brought forward looks like one that was cancelled; the docs say so."""
    desk = Desk(tmp_path, include_deleted="refuse")
    desk.move("2035-09-12 18:30:00", "2035-09-07 18:30:00", -5)
    assert desk.again() == 1


def test_a_plan_in_which_nothing_is_missing_does_not_look_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    before = len(desk.world.history())
    assert desk.again() == 0
    assert not any("include_deleted" in one.query for one in desk.world.history()[before:])
