"""The kinds of stories that are told, and how many of each make so many faulty creates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count

from faults.stories import Mix, Plot, Told, tell

LOSSY = Mix(posts=0.25)
LONG_PAUSE = (120.0,)
"""Longer than anything that is under way may take to land."""

PLOTS: dict[str, Plot] = {
    "answers are lost, the next run comes later": Plot(mix=LOSSY, pause_s=LONG_PAUSE),
    "reads fail as well": Plot(mix=LOSSY._replace(gets=0.05), pause_s=LONG_PAUSE, runs=3),
    "pages shrink in the middle of a read": Plot(
        mix=LOSSY._replace(gets=0.1, shrinks=True), pause_s=LONG_PAUSE, edition="events", runs=3
    ),
    "lists lag": Plot(mix=LOSSY._replace(lag_s=3.0), pause_s=LONG_PAUSE),
    "the process dies": Plot(mix=LOSSY, deaths=0.8, pause_s=LONG_PAUSE, runs=3),
    "the process dies and its folder is deleted": Plot(
        mix=LOSSY, deaths=0.6, forgets=0.5, pause_s=LONG_PAUSE, runs=3
    ),
    "the other edition": Plot(mix=LOSSY._replace(gets=0.02), pause_s=LONG_PAUSE, edition="events"),
    "the next run comes at once": Plot(mix=LOSSY, pause_s=(0.0, 5.0), runs=3),
    "the process dies, the next run comes at once": Plot(mix=LOSSY, deaths=0.8, pause_s=(0.0, 5.0), runs=3),
    "lists lag, the process dies, the next run comes at once": Plot(
        mix=LOSSY._replace(lag_s=8.0), deaths=0.9, pause_s=(0.0, 1.0), runs=4
    ),
    "everything at once": Plot(
        mix=LOSSY._replace(gets=0.05, shrinks=True, lag_s=3.0, late=0.25),
        deaths=0.5,
        pause_s=(0.0, 5.0, 120.0),
        runs=4,
    ),
}


def stories(
    plot: Plot, faulty_creates: int, *, first_seed: int, variables: Callable[[], dict[str, str]]
) -> Iterator[Told]:
    """Stories with growing seeds, until so many creates have failed."""
    failed = 0
    for seed in count(first_seed):
        told = tell(seed, plot, variables=variables)
        failed += told.faulty
        yield told
        if failed >= faulty_creates:
            return


def total(all_told: list[Told]) -> Told:
    """All of them together."""
    faults: Counter[str] = Counter()
    for told in all_told:
        faults += told.faults
    sums = (sum(getattr(told, name) for told in all_told) for name in ("creates", "faulty", "runs", "deaths"))
    return Told(*sums, faults, sum(told.reported for told in all_told))
