"""Stories told by a seed: apply under faults, die, come back, and look at what is really there.

`tell` takes a seed and returns what was counted; it raises with the seed and the chronicle if
the story ends in a class that is there twice, or in one that is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from e2e.rehearsal import PROJECT, a_class, a_location, local
from faults.chronicle import Chronicle, marker_of
from faults.process import ADDRESS, KILLED, Process
from faults.world import CALM, Mix, World

from reconciler.sandbox import LocationFixture, StaffFixture
from reconciler.sandbox.rows import ActivityRow

SCHEDULE = """\
version: 1
location: mitte
seasons:
  autumn: {from: 2035-09-03, to: 2035-09-30}
defaults: {duration: 60m, capacity: 12}
classes:
  - {id: yoga-evening, service: Yoga, staff: Anna, room: big hall, every: [mon, wed, fri], at: "18:30"}
  - {id: pilates-noon, service: Pilates, staff: Ben, room: small hall, every: [tue, thu], at: "12:00"}
  - {id: open-floor, service: Yoga, staff: Ben, every: [mon, tue, wed, thu], at: "08:00", allow_overlap: true}
  - {id: open-stretch, service: Pilates, staff: Ben, every: [mon, tue, wed, thu], at: "08:00",
     allow_overlap: true}
"""
"""Four weeks; half of it may overlap, so that no busy teacher keeps a second one from being made."""
NOTHING_TO_DO = "Plan: 0 to add, 0 to change, 0 to destroy."
"""The foreign class is a deviation, so that "No changes" is never said."""
PATIENCE_S = 90.0
"""The grace period that an environment has unless it says otherwise."""


class Told(NamedTuple):
    """What one story came to."""

    creates: int
    faulty: int
    runs: int
    deaths: int
    faults: Counter[str]
    reported: int
    """Classes that are there twice, and that the runs have named by their ids."""


def a_mixed_studio() -> LocationFixture:
    """The studio, with a class of its own that nobody may touch."""
    foreign = a_class(local("2035-09-08 10:00"), id=7001, comment="left by hand", capacity=9)
    staff = (StaffFixture(id=11, name="Anna"), StaffFixture(id=12, name="Ben"))
    return a_location(foreign, staff=staff)


@dataclass(frozen=True, kw_only=True)
class Plot:
    """What may happen in a story."""

    mix: Mix
    runs: int = 2
    """Runs under faults."""
    deaths: float = 0.0
    """How likely a run is killed somewhere."""
    forgets: float = 0.0
    """How likely the state folder is gone before a run."""
    pause_s: tuple[float, ...] = (0.0, 5.0, 120.0)
    """How long until the next run begins: one of these."""
    edition: str = "activities"
    grace: str = "90s"
    crowded: bool = False
    """Whether the server lets everything overlap, so that it never refuses a second one."""
    schedule: str = SCHEDULE
    location: LocationFixture = field(default_factory=a_mixed_studio)


def tell(seed: int, plot: Plot, *, variables: Callable[[], dict[str, str]]) -> Told:
    """One story, from an empty timetable to a calm end."""
    with TemporaryDirectory(prefix="story") as name:
        folder = lay_out(Path(name), plot)
        world = World(seed=seed, mix=plot.mix, location=plot.location, crowded=plot.crowded)
        process = Process(world=world, folder=folder, variables=variables())
        chronicle = Chronicle(world=world, folder=folder, expected=expected_of(plot))
        world.on_post = chronicle.about_to_send
        fate = Random(f"fate {seed}")
        runs = deaths = 0
        try:
            for _ in range(plot.runs):
                if fate.random() < plot.forgets:
                    forget(folder)
                die_at = fate.randint(1, 120) if fate.random() < plot.deaths else None
                ended = process.run("apply", "--auto-approve", die_at=die_at, torn=fate.random() < 0.5)
                runs += 1
                deaths += ended.status == KILLED
                chronicle.check(ended)
                world.sleep(fate.choice(plot.pause_s))
            runs += _calm_end(world, process, chronicle)
        except AssertionError as error:
            error.add_note(f"the story of seed {seed}, {plot.mix}:\n{chronicle.told()}")
            raise
        return Told(world.creates, world.faulty_creates, runs, deaths, world.faults, chronicle.reported())


def _calm_end(world: World, process: Process, chronicle: Chronicle) -> int:
    """The faults are over: the same command, until nothing is left to do."""
    world.mix = CALM
    world.sleep(PATIENCE_S + 60)
    world.settle()
    for number in range(1, 5):
        ended = process.run("apply", "--auto-approve")
        chronicle.check(ended)
        if ended.status == 0 and NOTHING_TO_DO in ended.out:
            chronicle.check_whole()
            return number
        world.sleep(PATIENCE_S + 1)
    chronicle.check_named(ended)
    return number


def lay_out(folder: Path, plot: Plot) -> Path:
    """Writes the project of a story."""
    (folder / "schedules").mkdir()
    (folder / "schedules/autumn.yaml").write_text(plot.schedule, encoding="utf-8")
    project = PROJECT.format(
        zone="Europe/Berlin",
        url=ADDRESS,
        edition=plot.edition,
        default="studio",
        timeout="20s",
        grace=plot.grace,
    )
    (folder / "reconciler.yaml").write_text(project, encoding="utf-8")
    return folder


def forget(folder: Path) -> None:
    """Somebody deletes the state folder."""
    import shutil

    shutil.rmtree(folder / ".reconciler", ignore_errors=True)


def expected_of(plot: Plot) -> dict[str, ActivityRow]:
    """Marker -> what a faultless run makes of it."""
    return _expected(plot.schedule, plot.edition)


@cache
def _expected(schedule: str, edition: str) -> dict[str, ActivityRow]:
    from e2e.rehearsal import variables

    plot = Plot(mix=CALM, schedule=schedule, edition=edition)
    with TemporaryDirectory(prefix="story") as name:
        world = World(seed=0, location=plot.location)
        process = Process(world=world, folder=lay_out(Path(name), plot), variables=variables())
        ended = process.run("apply", "--auto-approve")
        assert ended.status == 0, ended
        return {marker_of(row.comment): row for row in world.live() if marker_of(row.comment)}
