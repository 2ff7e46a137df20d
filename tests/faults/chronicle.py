"""What must be true after every run, judged by the server's own history and store.

The invariants: no marker is there twice unless a run named both ids; nothing is sent before its
intent is on the disk; no create for a class of which an earlier one is still under way or done;
nothing that no plan showed; foreign rows as they were; the status says what happened.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from faults.process import KILLED, Ended
from faults.world import World
from secrecy import tokens_in

from reconciler.apply.journal import JournalError, read_journal
from reconciler.sandbox.desk import Incoming
from reconciler.sandbox.rows import ActivityRow

PREFIX = "#rc:"


@dataclass(kw_only=True)
class Chronicle:
    """One story as it is told; every check raises AssertionError."""

    world: World
    folder: Path
    expected: Mapping[str, ActivityRow]
    """Marker -> the row that a faultless run makes."""
    lines: list[str] = field(default_factory=list)
    said: list[Ended] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What was seen while a run went on; kept, for an error there would look like one of the network."""

    def __post_init__(self) -> None:
        self._foreign = [row for row in self.world.live() if not marker_of(row.comment)]

    def about_to_send(self, incoming: Incoming) -> None:
        """A create leaves: its intent must be on the disk, and it must be one of ours."""
        marker = marker_of(json.loads(incoming.body).get("comment"))
        self.lines.append(f"{self.world.seconds:9.2f}  POST {marker}")
        there = [row.id for row in self.world.live() if marker_of(row.comment) == marker]
        if marker not in self.expected:
            self.wrong.append(f"nothing wants {incoming.body!r}")
        if not any(record["marker"] == marker[len(PREFIX) :] for record in self._last_intents()):
            self.wrong.append(f"{marker} is sent before its intent is written")
        if there:
            self.wrong.append(f"{marker} is sent although it is there, as {there}")
        if marker in self.world.markers_under_way():
            self.wrong.append(f"{marker} is sent although an earlier one is under way")

    def check(self, ended: Ended) -> None:
        """After a run."""
        self.said.append(ended)
        self.lines.append(f"{self.world.seconds:9.2f}  exit {ended.status}")
        assert not self.wrong, "; ".join(self.wrong)
        self._check_journals()
        live = self.world.live()
        twins = {marker: ids for marker, ids in self._by_marker(live).items() if len(ids) > 1}
        unnamed = {m: ids for m, ids in twins.items() if not self._named(ids)}
        assert not unnamed, f"there twice, and no run said so: {unnamed}"
        assert [row for row in live if not marker_of(row.comment)] == self._foreign, "a foreign row changed"
        if ended.status == 0:
            assert not self.missing(), f"status 0, and these are missing: {self.missing()}"
        assert ended.status in {0, 1, 3, 4, 5, 6, 75, KILLED}, ended

    def check_whole(self) -> None:
        """At the end: each class once, as a faultless run makes it."""
        assert not self.missing(), f"lost: {self.missing()}"
        for path in self.folder.rglob("*"):
            assert not path.is_file() or not tokens_in(path.read_bytes()), path
        for row in self.world.live():
            marker = marker_of(row.comment)
            if marker:
                wanted = self.expected[marker]
                assert row._replace(id=0, created_at="") == wanted._replace(id=0, created_at="")

    def check_named(self, ended: Ended) -> None:
        """It does not converge by itself: then the last run names what a person must look at."""
        twins = {marker: ids for marker, ids in self._by_marker(self.world.live()).items() if len(ids) > 1}
        assert twins, f"it never converges: {ended}"
        for ids in twins.values():
            assert all(str(each) in ended.said for each in ids), ended

    def missing(self) -> list[str]:
        """Markers that are not there."""
        there = self._by_marker(self.world.live())
        return [marker for marker in self.expected if marker not in there]

    def reported(self) -> int:
        """Classes that are there twice."""
        return sum(len(ids) > 1 for ids in self._by_marker(self.world.live()).values())

    def told(self) -> str:
        """The story, for a person."""
        last = self.said[-1] if self.said else None
        return "\n".join([*self.lines, f"faults: {dict(self.world.faults)}", f"last: {last}"])

    def _named(self, ids: list[int]) -> bool:
        return any(ended.status == 5 and all(str(each) in ended.said for each in ids) for ended in self.said)

    def _by_marker(self, rows: list[ActivityRow]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in rows:
            marker = marker_of(row.comment)
            if marker:
                found.setdefault(marker, []).append(row.id)
        return found

    def _journals(self) -> list[Path]:
        return sorted((self.folder / ".reconciler/journal").glob("*.jsonl"))

    def _last_intents(self) -> Iterator[dict[str, object]]:
        """The intents of the run that is going on."""
        newest = max(self._journals(), key=lambda path: path.stat().st_mtime_ns, default=None)
        if newest is None:
            return
        tail = newest.read_bytes()[-2000:].split(b"\n")
        for line in tail[1:] if len(tail) > 1 else tail:
            try:
                record = json.loads(line.split(b" ", 2)[2])
            except (IndexError, ValueError):
                continue
            if record.get("type") == "intent":
                yield record

    def _check_journals(self) -> None:
        for path in self._journals():
            try:
                read_journal(path)
            except JournalError as error:
                raise AssertionError(f"{path.name} cannot be read") from error
            assert path.stat().st_mode & 0o777 == 0o600


def marker_of(comment: str | None) -> str:
    """The marker at the end of a comment, "" if it has none."""
    last = (comment or "").split(" ")[-1]
    return last if last.startswith(PREFIX) else ""


def total(counters: list[Counter[str]]) -> Counter[str]:
    """All of them together."""
    result: Counter[str] = Counter()
    for counter in counters:
        result += counter
    return result
