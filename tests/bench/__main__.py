"""`make bench`: measures speed against the budgets, and asserts nothing about wall times.

Run it from the repository root. Needs the development environment and make; nothing leaves
loopback. Prints a table with ratios and writes the figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench import peers, whole
from tests.bench.figures import Row, Yardstick, missed, plain, table
from tests.bench.processes import ask, compile_package, serving
from tests.bench.timetable import chain, write_project

_RESULTS = Path("tests/bench/results")
_BUDGETS = {"parse": 1 / 4.5, "expand, a year": 1 / 12, "match and compare": 1 / 200}
_ANCHORS = {
    "parse": "CSafeLoader",
    "schema": "jsonschema",
    "expand": "dateutil rrule, naive",
    "expand, one by one": "dateutil rrule, naive",
    "expand, a year": "dateutil rrule, naive",
    "expand, a year, one by one": "dateutil rrule, naive",
    "match and compare": "DeepDiff of each pair",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured, and how often."""

    seasons: tuple[int, ...]
    """Occurrences."""
    runs: int
    starts: int
    applied: int
    peers: bool
    """Whether slow peers are measured, too."""

    def runs_of(self, season: int) -> int:
        """Fewer runs of what takes long: noise weighs less there."""
        return 1 if season > 10_000 else self.runs


QUICK = Sizes(seasons=(1_000, 10_000), runs=2, starts=7, applied=300, peers=False)
FULL = Sizes(seasons=(1_000, 10_000, 100_000), runs=5, starts=21, applied=1_000, peers=True)


def stages(scratch: Path, first: date, sizes: Sizes) -> list[Row]:
    """The stages between file and plan."""
    rows = []
    for season in sizes.seasons:
        folder = write_project(scratch / f"stages-{season}", chain(season, most=season), first)
        for name, found in ask("stages", folder, sizes.runs_of(season)).items():
            rows.append(_stage_row(name, found))
    rows += [_stage_row(name, found) for name, found in ask("a_year", sizes.runs).items()]
    return rows


_DRAWN_WITHIN = {
    "render creates": 0.2,
    "render creates as grid": 0.2,
    "render creates as Markdown": 0.5,
    "render creates as HTML": 0.5,
}
"""Seconds for 10,000 classes, by what is drawn."""


def _stage_row(name: str, found: dict[str, Any]) -> Row:
    against = []
    if found["anchor"]:
        budget = _BUDGETS.get(name)
        against.append(
            Yardstick(name=_ANCHORS[name], seconds=statistics.median(found["anchor"]), budget=budget)
        )
    count = found["count"]
    if name in _DRAWN_WITHIN:
        allowed = _DRAWN_WITHIN[name]
        yardstick = f"{allowed} s for 10,000"
        seconds = allowed * count / 10_000
        against.append(Yardstick(name=yardstick, seconds=seconds, budget=1.0, measured=False))
    return Row(what=name, count=count, seconds=statistics.median(found["ours"]), against=tuple(against))


_SEEN_WITHIN = {"open the report in Chromium": 1.0, "choose a teacher there": 0.1}
"""Seconds for 10,000 classes."""


def browsing(scratch: Path, first: date, sizes: Sizes) -> list[Row]:
    """The report of 10,000 creates in a browser; no row where there is none."""
    found = ask("browsing", write_project(scratch / "browsing", chain(10_000), first), sizes.runs)
    if found is None:
        print("there is no Chromium here: the report is not measured")
        return []
    return [
        Row(
            what=name,
            count=facts["count"],
            seconds=statistics.median(facts["ours"]),
            against=(
                Yardstick(
                    name=f"{_SEEN_WITHIN[name]} s", seconds=_SEEN_WITHIN[name], budget=1.0, measured=False
                ),
            ),
        )
        for name, facts in found.items()
    ]


def traffic(scratch: Path, first: date, sizes: Sizes) -> list[Row]:
    """Reads of 10,000 and creates, beside a bare httpx loop."""
    runs = min(sizes.runs, 3)
    folder = write_project(scratch / "traffic", chain(10_000), first)
    rows = []
    with serving(folder, copies=3 * runs) as url:
        for case, what, budget in (
            ("fetch-activities", "fetch, edition activities", 1.0),
            ("fetch-events", "fetch, edition events", 1.0),
            ("create", "create, journal included", 1 / 0.8),
        ):
            found = ask("traffic", case, folder, url, runs, sizes.applied)
            anchor = Yardstick(
                name="bare httpx loop", seconds=statistics.median(found["anchor"]), budget=budget
            )
            rows.append(
                Row(
                    what=what,
                    count=found["count"],
                    seconds=statistics.median(found["ours"]),
                    cpu_s=statistics.median(found["cpu_s"]),
                    against=(anchor,),
                )
            )
        found = ask("checks", folder, url, runs, sizes.applied, 2 * runs + 1)
        creates = Yardstick(name="its creates", seconds=statistics.median(found["anchor"]), budget=1.0)
        rows.append(
            Row(
                what="journal and checks of an apply",
                count=found["count"],
                seconds=statistics.median(found["ours"]),
                cpu_s=statistics.median(found["cpu_s"]),
                against=(creates,),
            )
        )
    return rows


def plans(scratch: Path, first: date, sizes: Sizes) -> list[Row]:
    """Whole plans of every size, and how they grow."""
    rows = []
    for season in sizes.seasons:
        rows += whole.plan(scratch, first, season, sizes.runs_of(season))
    return [*rows, *whole.growth(rows)]


def applies(scratch: Path, first: date, sizes: Sizes) -> list[Row]:
    """A whole apply, and what terraform takes for as many."""
    rows = whole.apply(scratch, first, sizes.applied, min(sizes.runs, 3))
    program = peers.terraform()
    if program is None or not sizes.peers:
        return rows
    costs = peers.terraform_season(program, scratch / "terraform", sizes.applied)
    slow = Yardstick(
        name=f"terraform apply of {sizes.applied:,}, once", seconds=costs["apply"].wall_s, budget=1 / 25
    )
    return [Row(**{**_fields(rows[0]), "against": (*rows[0].against, slow)}), *rows[1:]]


def _fields(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


GROUPS: dict[str, Callable[[Path, date, Sizes], list[Row]]] = {
    "start-up": lambda scratch, _, sizes: whole.start_up(scratch, sizes.starts),
    "validate": lambda scratch, first, sizes: whole.validate(scratch, first, 2_000, sizes.runs),
    "stages": stages,
    "browser": browsing,
    "traffic": traffic,
    "plan": plans,
    "apply": applies,
    "make": lambda scratch, _, sizes: whole.make_plan(scratch, sizes.runs),
}


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, under 40 seconds")
    parser.add_argument("--only", action="append", choices=list(GROUPS), help="only this group; repeatable")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures")
    asked = parser.parse_args(arguments)
    now = datetime.now(UTC)
    # Starts that lie in the past cannot be created, so the season follows the calendar: the first
    # Monday that is more than a week away.
    first = now.date() + timedelta(days=14 - now.date().weekday())
    rows: list[Row] = []
    _say_what_is_missing()
    compile_package()
    for name in asked.only or GROUPS:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            found = GROUPS[name](Path(scratch), first, QUICK if asked.quick else FULL)
        print(f"\n{name} ({time.perf_counter() - began:.0f} s)\n{table(found)}", flush=True)
        rows += found
    _write(asked.json or _RESULTS / f"{now:%Y%m%dT%H%M%SZ}.json", rows, now)
    late = missed(rows)
    print("\n" + ("\n".join(["Budgets missed:", *late]) if late else "Every budget is met."))
    return 0


def _say_what_is_missing() -> None:
    if peers.terraform() is None:
        print("terraform is not installed: its published figures stand in for it")
    print("octoDNS is not measured: its published figures stand in for it")


def _write(path: Path, rows: Sequence[Row], now: datetime) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": _cores()}
    facts = {"at": now.isoformat(timespec="seconds"), "machine": machine, "rows": plain(rows)}
    path.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    print(f"\nWrote {path}")


def _cores() -> int | None:
    import os

    return os.cpu_count()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
