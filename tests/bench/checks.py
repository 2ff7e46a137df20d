"""Measures what safety costs: `python -m tests.bench.checks FOLDER URL RUNS COUNT FIRST`.

An apply writes a journal, reads its first class back, and reads everything once more at the end.
`ours` is all of that, the time of the creates themselves is the anchor: on a healthy server without
a pace the one must stay below the other. Run number n fills empty copy FIRST + n. Prints
{"count", "ours", "anchor", "cpu_s"} as stages.py does.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reconciler import pipeline
from reconciler.altegio import BookingSystem, ReadClient, Secret, WriteClient
from reconciler.apply.execute import Recovery, carry_out
from reconciler.apply.journal import Journal
from reconciler.apply.looking import Sight
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import ActionKind, Selection
from reconciler.model.report import Created, Outcome
from reconciler.model.schedule import Location, Timetable
from reconciler.model.window import Window
from reconciler.planner import Limits
from reconciler.sandbox import PARTNER_TOKEN, USER_TOKEN
from tests.bench.loading import load, wanted_by_location
from tests.bench.timetable import COPY_STEP


class _Timed:
    """A writer that counts the seconds that its creates take."""

    def __init__(self, writer: WriteClient) -> None:
        self._writer = writer
        self.seconds = 0.0

    def create(self, occurrence: Occurrence, *, again: bool = False) -> Outcome:
        began = time.perf_counter()
        try:
            return self._writer.create(occurrence, again=again)
        finally:
            self.seconds += time.perf_counter() - began


class _Eyes:
    def __init__(self, client: ReadClient, location: Location) -> None:
        self._client, self._location = client, location

    def look(self, location: str, first: datetime, last: datetime) -> Sight:
        return Sight(*pipeline.look(self._client, self._location, datetime.now(UTC), first, last))

    def differences(self, occurrence: Occurrence, activity_id: int) -> str:
        return str(pipeline.differences(self._client, occurrence, activity_id) or "")


def apply(
    table: Timetable, wanted: Sequence[Occurrence], system: BookingSystem, path: Path
) -> tuple[float, float]:
    """Seconds of one apply without its creates, and of the creates."""
    began = time.perf_counter()
    with ReadClient(system) as reader, WriteClient(system) as client, Journal(path, {}) as journal:
        writer = _Timed(client)
        recovery = Recovery(looker=_Eyes(reader, table.location), grace_s=90, clock=time.monotonic)
        outcomes = list(
            carry_out(wanted, writer, journal, stopping=lambda: False, sleep=time.sleep, recovery=recovery)
        )
        assert all(isinstance(one, Created) and not one.differs for one in outcomes), "a create went wrong"
        asked = pipeline.Asked(
            selection=Selection(window=Window()),
            limits=Limits(),
            now=datetime.now(UTC),
            last_seen={},
            seen_until={},
            details=False,
        )
        observed = pipeline.observe(table, pipeline.Wanted(occurrences=tuple(wanted)), reader, asked)
        plan = pipeline.plan_one(observed, near=None)
        assert {action.kind for action in plan.actions} == {ActionKind.NO_OP}, "the last look finds fault"
    return time.perf_counter() - began - writer.seconds, writer.seconds


def main(folder: str, url: str, runs: str, count: str, first: str) -> None:
    """Print the figures."""
    schedule = load(Path(folder))
    table = schedule.timetables[0]
    wanted = wanted_by_location(schedule)[table.location.key][: int(count)]
    system = BookingSystem(base_url=url, partner_token=Secret(PARTNER_TOKEN), user_token=Secret(USER_TOKEN))
    found: dict[str, Any] = {"count": len(wanted), "ours": [], "anchor": [], "cpu_s": []}
    with tempfile.TemporaryDirectory() as scratch:
        for run in range(int(runs)):
            place = table.location.id + (int(first) + run) * COPY_STEP
            moved = [one._replace(series=one.series._replace(location_id=place)) for one in wanted]
            there = replace(table, location=replace(table.location, id=place))
            gc.collect()
            cpu = time.process_time()
            ours, anchor = apply(there, moved, system, Path(scratch) / f"{run}.jsonl")
            found["ours"].append(ours)
            found["anchor"].append(anchor)
            found["cpu_s"].append(time.process_time() - cpu)
    print(json.dumps(found))


if __name__ == "__main__":
    gc.set_threshold(200_000, 20, 100)  # as the command sets it
    main(*sys.argv[1:])
