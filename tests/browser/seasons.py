"""A season in which everything happens that a report can show, planned by the real command.

The example studio, and in its booking system classes that stand in the way, differ, are nobody's
or are there already.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from reconciler.cli.root import run
from reconciler.render.html import to_html
from reconciler.render.shape import PlanView

STUDIO = Path(__file__).parents[2] / "examples" / "studio"
NOW = "2026-12-01T09:00:00+01:00"
LIVE = """
      - {id: 5001, date: "2027-01-11 18:30", service: 9001, staff: 5516, length: 60, break: 5,
         capacity: 16, rooms: [71], booked: 7}
      - {id: 5002, date: "2027-01-13 07:00", service: 9001, staff: 5511, length: 60, break: 5,
         capacity: 10, rooms: [71], booked: 5}
      - {id: 5003, date: "2027-01-15 07:00", service: 9001, staff: 5511, length: 60, break: 5,
         capacity: 16, rooms: [71], booked: 2}
      - {id: 5004, date: "2027-01-20 07:00", service: 9001, staff: 5511, length: 60, break: 5,
         capacity: 16, rooms: [71], booked: 3}
      - {id: 5005, date: "2027-01-19 19:30", service: 9015, staff: 5516, length: 120,
         capacity: 30, rooms: [71], booked: 21}
      - {id: 5006, date: "2027-02-07 15:00", service: 9015, staff: 5518, length: 120,
         capacity: 30, rooms: [72], booked: 11}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A planned season: its one view, and the report that was drawn from it."""

    view: PlanView
    page: Path


def planned(folder: Path) -> Season:
    """Plan the season in a new folder; `RECONCILER_NOW` must be set."""
    project, page = folder / "project", folder / "report.html"
    shutil.copytree(STUDIO, project, ignore=shutil.ignore_patterns(".reconciler", "plan.json"))
    with (project / "sandbox.yaml").open("a", encoding="utf-8") as fixtures:
        fixtures.write(LIVE)
    assert run(["--quiet", "--chdir", str(project), "plan", "--out", "plan.json"]) == 0
    view: PlanView = json.loads((project / "plan.json").read_text("utf-8"))
    page.write_text(to_html(view), encoding="utf-8")
    return Season(view=view, page=page)
