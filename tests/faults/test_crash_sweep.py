"""The process dies, or its disk fails, at every single place where it writes; then it is run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from errno import EIO, ENOSPC
from pathlib import Path

import pytest
from e2e.rehearsal import AUTUMN, CREATES, Studio, open_studio, variables
from faults.chronicle import Chronicle
from faults.process import KILLED, Disk, Ended, Process
from faults.stories import Plot, expected_of, forget, lay_out
from faults.world import CALM, Mix, World

from reconciler.apply.journal import read_journal

SMALL = Plot(mix=CALM, schedule=AUTUMN)
APPLY = ("apply", "--auto-approve")


class Run:
    """One world, one folder, one command."""

    def __init__(self, folder: Path, *, mix: Mix = CALM) -> None:
        folder.mkdir()
        self.world = World(seed=3, mix=mix, location=SMALL.location)
        self.folder = lay_out(folder, SMALL)
        self.process = Process(world=self.world, folder=self.folder, variables=variables())
        self.chronicle = Chronicle(world=self.world, folder=self.folder, expected=expected_of(SMALL))
        self.world.on_post = self.chronicle.about_to_send

    def again_until_done(self) -> None:
        """The same command, later; in the end each class is there once."""
        self.world.mix = CALM
        for _ in range(3):
            self.world.sleep(200)
            ended = self.process.run(*APPLY)
            self.chronicle.check(ended)
            if ended.status == 0:
                break
        self.chronicle.check_whole()
        assert len(self.world.live()) == CREATES + 1

    def journal(self) -> list[str]:
        """The types of the records in the newest journal."""
        newest = max(
            (self.folder / ".reconciler/journal").glob("*.jsonl"), key=lambda path: path.stat().st_mtime_ns
        )
        return [str(record["type"]) for record in read_journal(newest).records]


def points_of(folder: Path) -> int:
    """How often an undisturbed run writes, flushes or renames."""
    run = Run(folder)
    disk = Disk(run.world)
    assert run.process.watched(*APPLY, disk=disk).status == 0
    assert {point.what for point in disk.points} == {"write", "flush", "rename"}
    return len(disk.points)


@pytest.mark.parametrize(
    "torn", [pytest.param(False, id="whole"), pytest.param(True, id="torn", marks=pytest.mark.exhaustive)]
)
def test_a_death_at_any_write_loses_nothing_and_doubles_nothing(tmp_path: Path, *, torn: bool) -> None:
    points = points_of(tmp_path / "calm")
    assert points > 2 * CREATES
    for point in range(1, points + 1):
        run = Run(tmp_path / f"at{point}")
        ended = run.process.run(*APPLY, die_at=point, torn=torn)
        assert ended.status == KILLED, f"point {point} was never reached"
        run.chronicle.check(ended)
        run.again_until_done()


def test_a_death_while_the_folder_is_deleted_as_well_doubles_nothing(tmp_path: Path) -> None:
    for point in range(3, points_of(tmp_path / "calm"), 3):
        run = Run(tmp_path / f"at{point}")
        assert run.process.run(*APPLY, die_at=point).status == KILLED
        forget(run.folder)
        run.again_until_done()


def test_a_death_at_any_write_where_lists_lag_doubles_nothing_although_it_is_run_again_at_once(
    tmp_path: Path,
) -> None:
    """What was made a moment ago looks like what is missing."""
    for point in range(3, points_of(tmp_path / "calm"), 2):
        run = Run(tmp_path / f"at{point}", mix=Mix(lag_s=8.0))
        assert run.process.run(*APPLY, die_at=point).status == KILLED
        run.world.sleep(1)
        run.chronicle.check(run.process.run(*APPLY))
        run.again_until_done()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_death_around_a_request_doubles_nothing(tmp_path: Path, moment: str) -> None:
    """C1: killed after the intent and before the request; killed after it and before the answer."""
    for number in range(1, CREATES + 1):
        run = Run(tmp_path / f"at{number}")
        run.world.die_at_create, run.world.dies = number, moment
        ended = run.process.run(*APPLY)
        assert ended.status == KILLED
        assert len(run.world.live()) - 1 == number - (moment == "before")
        run.chronicle.check(ended)
        run.again_until_done()


@pytest.mark.parametrize(
    "code", [pytest.param(ENOSPC, id="full"), pytest.param(EIO, id="broken", marks=pytest.mark.exhaustive)]
)
def test_a_disk_that_fails_at_any_write_stops_the_sending(tmp_path: Path, code: int) -> None:
    """C7, C8: an intent that cannot be written is not sent; an outcome that cannot be is said."""
    points = points_of(tmp_path / "calm")
    for point in range(1, points + 1):
        run = Run(tmp_path / f"at{point}")
        disk = Disk(run.world, fail_from=point, code=code)
        ended = run.process.watched(*APPLY, disk=disk)
        assert disk.failed, f"point {point} was never reached"
        sent = run.world.creates
        run.chronicle.check(ended)
        intents = run.journal().count("intent") if (run.folder / ".reconciler/journal").exists() else 0
        assert sent <= intents, "something was sent without an intent on the disk"
        for row in run.world.live()[:sent]:
            assert row.id == 7001 or ended.status == 0 or names(ended, row.id, run), ended
        run.again_until_done()


def names(ended: Ended, number: int, run: Run) -> bool:
    """Whether a class that was made is known: said aloud, or in the journal."""
    if str(number) in ended.said or "added" in ended.out:
        return True
    newest = max(
        (run.folder / ".reconciler/journal").glob("*.jsonl"), key=lambda path: path.stat().st_mtime_ns
    )
    return any(record.get("activity_id") == number for record in read_journal(newest).records)


DOOMED = """
import os, signal, sys
at, sort = int(sys.argv[1]), sys.argv[2]
plain, count = getattr(os, sort), 0
def doomed(*arguments):
    global count
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(*arguments)
setattr(os, sort, doomed)
from reconciler.cli import main
main(sys.argv[3:])
"""


def doomed(studio: Studio, at: int, sort: str) -> int:
    """A real process that kills itself at the n-th flush or write; its status."""
    return subprocess.run(
        [sys.executable, "-c", DOOMED, str(at), sort, *APPLY],
        cwd=studio.folder,
        env=studio.variables,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    ).returncode


@pytest.fixture
def studios(tmp_path: Path) -> Iterator[Callable[..., Studio]]:
    opened: list[Studio] = []

    def make(**wishes: object) -> Studio:
        folder = tmp_path / f"studio{len(opened)}"
        folder.mkdir()
        opened.append(open_studio(folder, **wishes))  # type: ignore[arg-type]  # passed on as they are
        return opened[-1]

    yield make
    for studio in opened:
        studio.audit()
        studio.close()


@pytest.mark.parametrize(("sort", "points"), [("fsync", (2,)), ("write", (3,))])
def test_a_real_process_that_is_killed_at_a_write_doubles_nothing(
    studios: Callable[..., Studio], sort: str, points: tuple[int, ...]
) -> None:
    for at in points:
        check_killed(studios(), at, sort)


@pytest.mark.exhaustive
@pytest.mark.parametrize("sort", ["fsync", "write"])
def test_a_real_process_that_is_killed_at_any_write_doubles_nothing(
    studios: Callable[..., Studio], sort: str
) -> None:
    at, alive = 0, False
    while not alive:
        at += 1
        alive = not check_killed(studios(), at, sort)
    assert at > CREATES


def check_killed(studio: Studio, at: int, sort: str) -> bool:
    """Kill it there and run it again; whether it got there at all."""
    status = doomed(studio, at, sort)
    assert status in {0, -signal.SIGKILL}
    assert studio.run("apply", "--auto-approve").status == 0
    assert len(studio.rows()) == CREATES
    studio.settles()
    return status != 0


@pytest.mark.skipif(not os.access("/proc/self/fd", os.R_OK), reason="the disk is watched through /proc")
def test_the_sweep_would_find_a_create_without_an_intent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check can fail: without the intent, the very first create is found out."""
    from reconciler.apply.journal import Journal

    monkeypatch.setattr(Journal, "intent", lambda *_, **__: None)
    run = Run(tmp_path / "careless")
    ended = run.process.run(*APPLY)
    with pytest.raises(AssertionError, match="before its intent is written"):
        run.chronicle.check(ended)
