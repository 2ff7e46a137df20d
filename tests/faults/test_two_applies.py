"""Two applies of the same timetable at the same time, as real processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree
from subprocess import PIPE, Popen
from typing import NamedTuple

import pytest
from e2e.rehearsal import AUTUMN, CREATES, Studio, command, open_studio, until
from faults.chronicle import marker_of

from reconciler.sandbox import Fault

OVERLAPPING = AUTUMN.replace("staff: Anna,", "staff: Anna, allow_overlap: true,").replace(
    "staff: Ben,", "staff: Ben, allow_overlap: true,"
)
APPLY = ("apply", "--auto-approve")
HELD = Fault(action="wait", method="POST", seconds=1000)
"""The first create is not done before the test says so."""


class Both(NamedTuple):
    """How two runs ended."""

    statuses: tuple[int, int]
    said: tuple[str, str]


@pytest.fixture
def slow_studio(tmp_path: Path) -> Iterator[Callable[[str], Studio]]:
    """A studio whose server takes its time with creates; further folders stand for other machines."""
    with ExitStack() as stack:

        def make(schedule: str) -> Studio:
            (tmp_path / "one").mkdir()
            studio = open_studio(tmp_path / "one", faults=(HELD,), schedule=schedule)
            stack.callback(studio.close)
            return studio

        yield make


def both(studio: Studio, first: Path, second: Path) -> Both:
    """Run an apply in the second folder while the first create of the other one is under way."""
    with started(studio, first) as one:
        until(lambda: studio.sandbox.fault_hits() == (1,), "the first create")
        with started(studio, second) as two:
            after = ended(studio, two)
        let_go(studio)
        before = ended(studio, one)
    return Both((before[0], after[0]), (before[1], after[1]))


def started(studio: Studio, folder: Path) -> Popen[str]:
    return Popen(command(APPLY), cwd=folder, env=studio.variables, stdout=PIPE, stderr=PIPE, text=True)


def ended(studio: Studio, process: Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in out + err, err
    assert not studio.leaks(out + err)
    return process.returncode, out + err


def let_go(studio: Studio) -> None:
    """What waits in the sandbox is due at once."""
    loop = studio.sandbox._server._loop
    assert loop is not None
    plain = loop.time
    loop.time = lambda: plain() + 2000  # type: ignore[method-assign]  # a clock that has jumped
    loop.call_soon_threadsafe(lambda: None)


def rows(studio: Studio) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in studio.rows():
        found.setdefault(marker_of(str(row["comment"])), []).append(int(str(row["id"])))
    return found


def test_on_one_machine_the_second_one_waits_for_nobody(slow_studio: Callable[[str], Studio]) -> None:
    """C11: it names who holds the lock, and sends nothing."""
    studio = slow_studio(OVERLAPPING)
    ended = both(studio, studio.folder, studio.folder)
    assert ended.statuses == (0, 75), ended
    assert "process" in ended.said[1]
    assert len(studio.requests("POST")) == CREATES
    studio.settles()


@pytest.mark.parametrize("schedule", [AUTUMN, OVERLAPPING], ids=["apart", "overlapping"])
def test_on_two_machines_nothing_is_there_twice_without_a_word(
    slow_studio: Callable[[str], Studio], schedule: str, tmp_path: Path
) -> None:
    """C13: the booking system has no lock; what it did not refuse is named with its ids."""
    studio = slow_studio(schedule)
    other = copytree(studio.folder, tmp_path / "two")
    ended = both(studio, studio.folder, other)
    assert Counter(map(len, rows(studio).values())).keys() <= {1, 2}
    for ids in rows(studio).values():
        if len(ids) > 1:
            assert 5 in ended.statuses, ended
            assert any(all(str(each) in said for each in ids) for said in ended.said), (ids, ended)
    if schedule == AUTUMN:
        assert set(map(len, rows(studio).values())) == {1}
        studio.settles()
