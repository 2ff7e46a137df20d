"""Plan files that somebody has been at: whatever they say, nothing is sent that the files do not want."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from e2e.rehearsal import AUTUMN, CREATES, variables
from faults.chronicle import Chronicle
from faults.process import Ended, Process
from faults.stories import Plot, expected_of, lay_out
from faults.world import CALM, World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.render.operation_digest import operations, operations_digest

LONG = bool(os.environ.get("FAULTS_LONG"))
PLOT = Plot(mix=CALM, schedule=AUTUMN)
STALE = 3
HOSTILE: tuple[Any, ...] = (
    None, True, -1, 0, 2**63, 10**400, 1e308, "", "x" * 10_000, "http://127.0.0.1:1/api/v2",
    "../../etc/passwd",
    "\x1b]0;owned\x07", "\ud800", [], {}, [[]] * 50, {"a": {"b": {}}}, "2035-09-03T18:30:00+02:00",
    "mitte/yoga-evening/2035-09-04", "#rc:000000000000", 7001,
)  # fmt: skip


class Desk:
    """A world, a project, and a plan that was saved in it."""

    def __init__(self, folder: Path) -> None:
        self.world = World(seed=1, location=PLOT.location)
        self.folder = lay_out(folder, PLOT)
        self.process = Process(world=self.world, folder=self.folder, variables=variables())
        self.chronicle = Chronicle(world=self.world, folder=folder, expected=expected_of(PLOT))
        self.world.on_post = self.chronicle.about_to_send
        planned = self.process.run("plan", "--out", "plan.json")
        assert planned.status == 0, planned

    def apply(self, text: bytes) -> Ended:
        (self.folder / "plan.json").write_bytes(text)
        ended = self.process.run("apply", "plan.json")
        assert not self.chronicle.wrong, self.chronicle.wrong
        return ended

    @property
    def sent(self) -> int:
        return self.world.creates


@cache
def a_plan() -> str:
    """The text of an honest plan of the usual studio."""
    with TemporaryDirectory(prefix="plan") as name:
        return (Desk(Path(name)).folder / "plan.json").read_text(encoding="utf-8")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield (*path, key)
        yield from places(value[key], (*path, key))


def parent(document: Any, place: tuple[Any, ...]) -> Any:
    for key in place[:-1]:
        document = document[key]
    return document


def replaced(plan: Any, place: tuple[Any, ...], value: Any) -> None:
    parent(plan, place)[place[-1]] = value


def removed(plan: Any, place: tuple[Any, ...], _: Any) -> None:
    del parent(plan, place)[place[-1]]


def doubled(plan: Any, place: tuple[Any, ...], _: Any) -> None:
    holder = parent(plan, place)
    if isinstance(holder, list):
        holder.append(deepcopy(holder[place[-1]]))
    else:
        holder[f"{place[-1]}_too"] = deepcopy(holder[place[-1]])


EDITS: tuple[Callable[[Any, tuple[Any, ...], Any], None], ...] = (replaced, removed, doubled)


@settings(
    max_examples=1500 if LONG else 60,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_whatever_is_edited_only_what_the_files_want_is_sent(data: st.DataObject) -> None:
    """C19, C20: also if whoever edited it has worked the digest out anew."""
    plan = json.loads(a_plan())
    every = list(places(plan))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(every))
        edit, value = data.draw(st.sampled_from(EDITS)), data.draw(st.sampled_from(HOSTILE))
        try:
            edit(plan, place, value)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier edit took the place away
    if data.draw(st.booleans()):
        # It may be that nothing is left that a digest could be worked out of.
        with suppress(KeyError, TypeError, AttributeError, ValueError):
            plan["operations_digest"] = operations_digest(operations(plan))
    with TemporaryDirectory(prefix="edited") as name:
        desk = Desk(Path(name))
        ended = desk.apply(json.dumps(plan).encode())
        assert ended.status in {0, 1, 3, 6, 64, 65}, ended
        assert (desk.sent > 0) <= (ended.status == 0), ended
        assert desk.sent <= CREATES
        assert "\x1b" not in ended.said


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\x80\x04" + pickle.dumps({"a": 1}),
        b"[" * 500_000,
        b'{"a":' * 200_000,
        b'"' + b"x" * 80_000_000 + b'"',
        b"\xff\xfe" * 100,
        b'{"resource_changes": [' + b"{}," * 1_000_000 + b"{}]}",
    ],
    ids=["empty", "pickle", "brackets", "braces", "80 MB", "no text", "a million operations"],
)
def test_what_is_no_plan_is_refused_and_nothing_is_sent(tmp_path: Path, text: bytes) -> None:
    """C20."""
    desk = Desk(tmp_path)
    ended = desk.apply(text)
    assert ended.status == STALE, ended
    assert desk.sent == 0


@pytest.mark.parametrize("end", [1, 100, 2000, -200, -1])
def test_a_plan_that_was_cut_short_is_refused(tmp_path: Path, end: int) -> None:
    desk = Desk(tmp_path)
    cut = a_plan().encode()[:end]
    ended = desk.apply(cut)
    assert (ended.status, desk.sent) in {(STALE, 0), (0, CREATES)}, ended
    assert ended.status == STALE or end == -1, "only the line's end may be missing"


def test_an_honest_plan_is_carried_out(tmp_path: Path) -> None:
    """The tests above can fail: the same file, untouched, is applied whole."""
    desk = Desk(tmp_path)
    ended = desk.apply(a_plan().encode())
    assert (ended.status, desk.sent) == (0, CREATES), ended


def test_a_plan_is_stale_once_the_remote_side_has_changed(tmp_path: Path) -> None:
    """C16."""
    desk = Desk(tmp_path)
    store = desk.world.desk.store
    wanted = next(iter(expected_of(PLOT).values()))
    store.begin()
    store.add(wanted._replace(id=0, comment="by hand"))
    store.commit()
    ended = desk.apply((desk.folder / "plan.json").read_bytes())
    assert ended.status == STALE
    assert wanted.start_local[:10] in ended.err
    assert desk.sent == 0


def test_every_file_that_is_left_behind_is_its_owners_alone(tmp_path: Path) -> None:
    """S7: whatever the umask."""
    before = os.umask(0)
    try:
        desk = Desk(tmp_path)
        assert desk.apply((desk.folder / "plan.json").read_bytes()).status == 0
    finally:
        os.umask(before)
    state = tmp_path / ".reconciler"
    assert state.stat().st_mode & 0o777 == 0o700
    found = {path: path.stat().st_mode & 0o777 for path in state.rglob("*")}
    assert found
    for path, mode in found.items():
        assert mode == (0o700 if path.is_dir() else 0o600), path
