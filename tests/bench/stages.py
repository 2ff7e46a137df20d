"""Measures the stages between file and plan: `python -m tests.bench.stages FOLDER RUNS`.

FOLDER is a project with one location. Prints a JSON object: name -> {"count", "ours", "anchor"},
processor seconds of several runs taken in turn; an anchor of null means that there is none.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from reconciler.expand import expand
from reconciler.load.document import parse_document
from reconciler.load.schema import check, schema_text
from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import Inputs, LocationPlan, Plan, Requests, Selection
from reconciler.model.schedule import Schedule, Weekly
from reconciler.model.window import Window
from reconciler.planner import Limits, LocationRequest, plan_location
from reconciler.planner.compare import compare
from reconciler.planner.match import match
from reconciler.render import FORMATS, Style, plan_view, to_json
from tests.bench.loading import load

_SAMPLE = 300
"""Pairs and classes by which the slow anchors are sampled; their figures are scaled up."""
_DIFFERENT_EVERY = 100
_DRAWN = 20_000
"""Nobody reads a longer plan; drawing it would only make the run longer."""


class Measure(NamedTuple):
    """What is measured, its anchor, and by how much the anchor's figure is to be multiplied."""

    size: int
    ours: Callable[[], object]
    anchor: Callable[[], object] | None = None
    scale: float = 1.0


def measures(folder: Path) -> dict[str, Measure]:
    """Every stage, on the one schedule file of the project in `folder`."""
    raw = next((folder / "schedules").glob("*.yaml")).read_bytes()
    schedule = load(folder)
    wanted = expand(schedule).occurrences
    return {
        **_of_text(raw, len(wanted)),
        "load": Measure(len(wanted), lambda: load(folder)),
        "expand": Measure(len(wanted), lambda: expand(schedule), lambda: naive_rules(schedule)),
        "expand, one by one": Measure(
            len(wanted), lambda: expand(schedule).occurrences, lambda: naive_rules(schedule)
        ),
        **_of_plans(schedule, wanted),
    }


def _of_text(raw: bytes, count: int) -> dict[str, Measure]:
    from jsonschema import Draft7Validator

    def anchor() -> object:
        return yaml.load(raw, Loader=yaml.CSafeLoader)

    document = parse_document("schedule.yaml", raw).document
    assert document is not None
    root = document.root
    check(root, "schedule")  # the gate is compiled once a process
    sample = {**root, "classes": root["classes"][:_SAMPLE]}
    validator = Draft7Validator(json.loads(schema_text("schedule")))
    scale = len(root["classes"]) / len(sample["classes"])
    return {
        "parse": Measure(count, lambda: parse_document("schedule.yaml", raw), anchor),
        "schema": Measure(
            count, lambda: check(root, "schedule"), lambda: list(validator.iter_errors(sample)), scale
        ),
    }


def naive_rules(schedule: Schedule) -> int:
    """The same classes by dateutil: naive times, no exceptions, no zones."""
    from dateutil.rrule import WEEKLY, rrule

    dates = 0
    for table in schedule.timetables:
        for one in table.classes:
            settings, days = one.settings, one.periods[0].days
            assert isinstance(settings.recurrence, Weekly)
            assert settings.slots is not None
            first = datetime.combine(days.first, datetime.min.time())
            minute = timedelta(minutes=settings.slots[0].start_min)
            until = datetime.combine(days.last, datetime.max.time())
            weekdays = sorted(settings.recurrence.weekdays)
            dates += len(list(rrule(WEEKLY, dtstart=first + minute, until=until, byweekday=weekdays)))
    return dates


def _of_plans(schedule: Schedule, wanted: Sequence[Occurrence]) -> dict[str, Measure]:
    from deepdiff import DeepDiff

    live = [_activity(number, one) for number, one in enumerate(wanted)]
    step = max(1, len(wanted) // _SAMPLE)
    sample = [
        (one.details._asdict(), there.details._asdict())
        for one, there in zip(wanted[::step], live[::step], strict=True)
    ]
    count = len(wanted)
    return {
        "match and compare": Measure(
            count,
            lambda: compare(match(wanted, live).pairs),
            lambda: [DeepDiff(before, after) for before, after in sample],
            count / len(sample),
        ),
        "plan from empty": Measure(count, lambda: plan_location(_request(schedule, wanted, ()))),
        "plan, 1 % differ": Measure(count, lambda: plan_location(_request(schedule, wanted, live))),
        **(_of_drawings(schedule, wanted, live) if count <= _DRAWN else {}),
    }


def _of_drawings(
    schedule: Schedule, wanted: Sequence[Occurrence], live: Sequence[Activity]
) -> dict[str, Measure]:
    empty = _plan(schedule, plan_location(_request(schedule, wanted, ())))
    full = _plan(schedule, plan_location(_request(schedule, wanted, live)))
    view, plain, count = plan_view(empty), Style(width=100, color=False, expand=False), len(wanted)

    def drawn(name: str) -> Measure:
        """With the view that it is drawn from: what somebody waits for."""
        return Measure(count, lambda: FORMATS[name](plan_view(empty), plain))

    return {
        "view of creates": Measure(count, lambda: plan_view(empty)),
        "JSON of creates": Measure(count, lambda: to_json(view)),
        "render creates": drawn("text"),
        "render creates as grid": drawn("grid"),
        "render creates as Markdown": drawn("markdown"),
        "render creates as HTML": drawn("html"),
        "render creates as CSV": drawn("csv"),
        "render creates as calendar": drawn("ics"),
        "render no-ops": Measure(count, lambda: FORMATS["text"](plan_view(full), plain)),
    }


def report(folder: Path) -> tuple[str, int]:
    """The HTML report of a plan from empty of the project in `folder`, and how many classes it creates."""
    schedule = load(folder)
    wanted = expand(schedule).occurrences
    plan = _plan(schedule, plan_location(_request(schedule, wanted, ())))
    return FORMATS["html"](plan_view(plan), Style(width=100, color=False, expand=False)), len(wanted)


def _activity(number: int, one: Occurrence) -> Activity:
    """As the booking system answers, built afresh; every hundredth one differs in its seats."""
    details = ClassDetails(*one.details)
    if number % _DIFFERENT_EVERY == 0:
        details = details._replace(capacity=(details.capacity or 0) + 1)
    return Activity(number + 1, one.start, one.utc, details, marker=one.marker)


def _request(schedule: Schedule, wanted: Sequence[Occurrence], live: Sequence[Activity]) -> LocationRequest:
    table = schedule.timetables[0]
    now = datetime.fromtimestamp(wanted[0].utc - 86_400).astimezone()
    return LocationRequest(
        location=table.location,
        names=table.names,
        occurrences=wanted,
        activities=live,
        read_from=now,
        now=now,
        selection=Selection(window=Window()),
        limits=Limits(),
    )


def _plan(schedule: Schedule, part: LocationPlan) -> Plan:
    return Plan(
        environment="bench",
        sandbox=True,
        edition="activities",
        paths=(),
        selection=Selection(window=Window()),
        locations=(part,),
        inputs=Inputs(digest="", files=(), git_revision=None, dirty=None, tzdata="", holidays=None),
        requests=Requests(read=1, write=len(part.actions), eta_s=None),
        diagnostics=(),
        made_at=part.live.read_from,
    )


def timed(task: Callable[[], object]) -> float:
    """Processor seconds of one call, what it returns thrown away outside of them.

    Nothing here waits for anything, and processor time does not see who else uses the machine.
    """
    gc.collect()
    began = time.process_time()
    kept = task()
    seconds = time.process_time() - began
    del kept
    return seconds


def measured(all_measures: dict[str, Measure], runs: int) -> dict[str, dict[str, Any]]:
    """Ours and the anchor in turn, `runs` times each, if several after one rehearsal of ours."""
    found = {}
    for name, measure in all_measures.items():
        if runs > 1:
            measure.ours()
        ours, anchor = [], []
        for _ in range(runs):
            ours.append(timed(measure.ours))
            if measure.anchor is not None:
                anchor.append(timed(measure.anchor) * measure.scale)
        found[name] = {"count": measure.size, "ours": ours, "anchor": anchor or None}
    return found


if __name__ == "__main__":
    gc.set_threshold(200_000, 20, 100)  # as the command sets it
    print(json.dumps(measured(measures(Path(sys.argv[1])), int(sys.argv[2]))))
