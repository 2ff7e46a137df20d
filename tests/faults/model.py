"""How many classes are there twice after one run, by the grace period; see test_grace."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from e2e.rehearsal import variables
from faults.chronicle import marker_of
from faults.process import Process
from faults.stories import Mix, Plot, lay_out
from faults.world import World

GRACES = (0, 10, 30, 65)
"""Seconds, as in the design's table."""
LATEST_S = 60.0


class Counted(NamedTuple):
    """What came of the creates."""

    creates: int
    faulty: int
    twice: int
    silent: int
    """There twice, and the run named no ids."""


def counted(grace_s: int, faulty_creates: int, *, lag_s: float) -> Counted:
    """One run after the other, each in a world of its own, until so many creates have failed."""
    mix = Mix(posts=0.1, ambiguous=1.0, applied=0.45, late=0.10, latest_s=LATEST_S, lag_s=lag_s)
    plot = Plot(mix=mix, grace=f"{grace_s}s", crowded=True)
    total, seed = Counted(0, 0, 0, 0), 0
    while total.faulty < faulty_creates:
        seed += 1
        total = Counted(*map(sum, zip(total, _one_run(seed, plot), strict=True)))
    return total


def _one_run(seed: int, plot: Plot) -> Counted:
    with TemporaryDirectory(prefix="model") as name:
        world = World(seed=seed, mix=plot.mix, location=plot.location, crowded=True)
        process = Process(world=world, folder=lay_out(Path(name), plot), variables=variables())
        ended = process.run("apply", "--auto-approve")
        assert ended.status in {0, 4, 5, 75}, ended
        world.settle()
        world.sleep(120)
        ids: dict[str, list[int]] = {}
        for row in world.live():
            ids.setdefault(marker_of(row.comment) or str(row.id), []).append(row.id)
        twins = [each for each in ids.values() if len(each) > 1]
        planned = process.run("plan", "--expand").said
        silent = sum(not all(str(number) in ended.said + planned for number in each) for each in twins)
        return Counted(world.creates, world.faulty_creates, len(twins), silent)
