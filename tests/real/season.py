"""The whole year through the real command: expand, plan, apply, and plan again.

Takes a folder to work in; each step returns what the command said and how long it took. The
rehearsal clock stands before the season, so that every date is still to come.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from reconciler.sandbox import Fixtures, start

from .source import Source
from .translate import LOCATION_ID, Translation

FILE = "timetable.yaml"
PLAN = "plan.json"
NO_CHANGES = "No changes. The timetable matches the files.\n"
LEAD = timedelta(days=31)
"""How long before the season the rehearsal takes place."""


class Ran(NamedTuple):
    """What one run of the command did."""

    status: int
    out: str
    err: str
    seconds: float


class Kept(NamedTuple):
    """What the sandbox was left with."""

    activities: tuple[dict[str, Any], ...]
    requests: tuple[str, ...]
    """The method of every request, in order."""
    creates: tuple[dict[str, Any], ...]
    """What was asked to be created, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A folder with the translated timetable in it."""

    folder: Path
    now: datetime

    def run(self, *arguments: str, hear: Callable[[str], object] | None = None) -> Ran:
        """Run the command to its end; `hear` gets each line of its output as it comes."""
        began = time.perf_counter()
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as err,
            subprocess.Popen(
                [sys.executable, "-m", "reconciler", *arguments],
                cwd=self.folder,
                env=_variables(self.now),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=err,
                text=True,
                encoding="utf-8",
            ) as process,
        ):
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line)
                if hear is not None:
                    hear(line)
            status = process.wait()
            err.seek(0)
            return Ran(status, "".join(lines), err.read(), time.perf_counter() - began)

    def kept(self) -> Kept:
        """Look into the database of the embedded sandbox."""
        database = self.folder / ".reconciler/sandbox/sandbox.db"
        if not database.is_file():
            return Kept((), (), ())
        with start(database, Fixtures(), now=lambda: self.now) as sandbox:
            history = sandbox.history()
            return Kept(
                activities=sandbox.activities(LOCATION_ID),
                requests=tuple(request.method for request in history),
                creates=tuple(json.loads(one.body) for one in history if one.method == "POST"),
            )


def open_season(folder: Path, source: Source, translation: Translation) -> Season:
    """Write the timetable into the folder."""
    (folder / FILE).write_text(translation.text, encoding="utf-8")
    before = datetime(source.first.year, source.first.month, source.first.day, 9, tzinfo=UTC) - LEAD
    return Season(folder=folder, now=before)


def _variables(now: datetime) -> dict[str, str]:
    """What the command is started with: of the machine only where its programs are."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    root = str(Path(__file__).parents[2])
    return {**kept, "PYTHONUTF8": "1", "PYTHONPATH": root, "RECONCILER_NOW": now.isoformat()}
