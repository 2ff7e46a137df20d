"""`make rehearse`: a real year, translated, planned, applied and planned again, with numbers.

Prints a table; the status is 1 if anything differs from the source, or if the source is absent.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from .differences import (
    SHOWN,
    activity_differences,
    dated,
    expansion_differences,
    expected_activities,
    numbers_of,
)
from .season import FILE, NO_CHANGES, PLAN, Ran, Season, open_season
from .source import Source, lessons_of, read_source, source_path, why_absent
from .translate import Translation, translate


@dataclass(slots=True, kw_only=True)
class Report:
    """What has been found so far."""

    numbers: list[tuple[str, str]] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def ran(self, step: str, ran: Ran) -> bool:
        """Take note of a run; whether it went well."""
        self.numbers.append((step, f"{ran.seconds:.1f} s"))
        if ran.status:
            said = (ran.err.strip() or ran.out.strip()).splitlines()
            self.differences.append(f"{step}: status {ran.status}: " + "\n    ".join(said[:SHOWN]))
        return not ran.status


def rehearse(source: Source, console: Console) -> int:
    """Do it all; the exit status."""
    began = time.perf_counter()
    translation = translate(source)
    report = Report(numbers=[("translate", f"{time.perf_counter() - began:.1f} s")])
    with tempfile.TemporaryDirectory() as folder, _progress(console) as progress:
        season = open_season(Path(folder), source, translation)
        for step in _steps(season, source, translation, report, progress):
            progress.console.print(f"  {step}", highlight=False)
    _print(source, translation, report, console)
    return 1 if report.differences else 0


def _steps(
    season: Season, source: Source, translation: Translation, report: Report, progress: Progress
) -> Iterator[str]:
    """One step after the other; stops at the first that fails."""
    lessons = lessons_of(source)
    applying = progress.add_task("apply", total=len(lessons), visible=False)

    expanded = season.run("expand", FILE, "--format", "json")
    if not report.ran("expand", expanded):
        return
    numbers = numbers_of(dated(json.loads(expanded.out)), (course.id for course in source.courses))
    report.differences += expansion_differences(source, numbers)
    report.numbers += [
        (f"expand: {key}", str(numbers[key])[:16]) for key in ("count_total", "digest", "digest_utc")
    ]
    yield f"expand: {len(lessons)} dates, " + (
        "other than the source's" if report.differences else "exactly the source's"
    )

    if not report.ran("plan", season.run("plan", FILE, "--out", PLAN)):
        return
    yield "plan: saved"

    progress.update(applying, visible=True)
    applied = season.run("apply", PLAN, "--json", hear=lambda line: _advance(line, progress, applying))
    progress.update(applying, visible=False)
    if not report.ran("apply", applied):
        return
    yield "apply: done"

    again = season.run("plan", FILE)
    if report.ran("plan again", again) and again.out != NO_CHANGES:
        report.differences.append("the second plan is not empty: " + again.out[:400])
    yield f"plan again: {again.out.splitlines()[0] if again.out else 'nothing said'}"

    kept = season.kept()
    report.numbers += [
        (f"requests {method}", str(count)) for method, count in sorted(Counter(kept.requests).items())
    ]
    report.numbers.append(("activities in the sandbox", str(len(kept.activities))))
    report.differences += activity_differences(
        expected_activities(lessons, translation), kept.activities, translation
    )
    yield f"compare: {len(kept.activities)} activities, one by one"


def _advance(line: str, progress: Progress, task: TaskID) -> None:
    if '"apply_complete"' in line or '"apply_errored"' in line:
        progress.advance(task)


def _progress(console: Console) -> Progress:
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)


def _print(source: Source, translation: Translation, report: Report, console: Console) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    rows = [
        ("classes", str(len(source.courses))),
        ("classes with allow_overlap", str(len(translation.overlapping))),
        ("lines of YAML", str(translation.text.count("\n"))),
        *report.numbers,
    ]
    for row in rows:
        table.add_row(*row)
    console.print(f"\n{source.slug}", highlight=False)
    console.print(table)
    for sentence in report.differences[:SHOWN]:
        console.print(f"differs: {sentence}", style="red", markup=False, highlight=False)
    left = len(report.differences) - SHOWN
    if left > 0:
        console.print(f"and {left} more")
    if not report.differences:
        console.print("Exactly the source's timetable, and a second plan changes nothing.", style="green")


def main() -> int:
    """The exit status; 1 as well if there is nothing to rehearse."""
    path = source_path()
    if not path.is_file():
        sys.stderr.write(f"error: {why_absent()}\n")
        return 1
    try:
        source = read_source(path)
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"error: {path} is not a timetable of this kind: {error}\n")
        return 1
    return rehearse(source, Console())


if __name__ == "__main__":
    sys.exit(main())
