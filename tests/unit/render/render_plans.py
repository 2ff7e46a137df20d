"""Plans for the tests of render: small functions with defaults."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
from builders import ANNA, BEN, BIG_HALL, PILATES, SMALL_HALL, YOGA, a_location, a_series, an_occurrence

from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import (
    Action,
    ActionKind,
    Gate,
    Inputs,
    LiveRead,
    LocationPlan,
    Plan,
    Reason,
    Requests,
    Selection,
)
from reconciler.model.window import Window
from reconciler.render.layout import Style

NAMES = Names(
    staff={ANNA: "Anna", BEN: "Ben"},
    services={YOGA: "Yoga Flow", PILATES: "Pilates"},
    rooms={BIG_HALL: "big hall", SMALL_HALL: "small hall"},
    labels={41: "beginners"},
)
NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SCHEMA_PATH = Path(__file__).parents[3] / "schemas" / "plan.schema.json"


def a_style(
    width: int = 100,
    *,
    color: bool = False,
    expand: bool = False,
    ascii_only: bool = False,
    by: str = "",
) -> Style:
    return Style(width=width, color=color, expand=expand, ascii_only=ascii_only, by=by)


def create(occurrence: Occurrence) -> Action:
    return Action(kind=ActionKind.CREATE, reason=Reason.MISSING, occurrence=occurrence)


def weekly(
    class_id: str, weekdays: set[int], first: date, last: date, skip: Iterable[date] = (), **changed: Any
) -> list[Occurrence]:
    """Every week on these weekdays (0 is Monday), except on the dates to skip."""
    at, series = changed.pop("at", "18:30"), a_series(class_id)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    left_out = set(skip)
    return [
        an_occurrence(series, day, at, **changed)
        for day in days
        if day.weekday() in weekdays and day not in left_out
    ]


def a_location_plan(
    actions: Iterable[Action] = (), *, gates: tuple[Gate, ...] = (), names: Names = NAMES, past: int = 0
) -> LocationPlan:
    return LocationPlan(
        location=a_location(),
        names=names,
        actions=tuple(actions),
        gates=gates,
        live=LiveRead(count=3, digest="ab" * 32, read_from=NOW),
        past=past,
    )


def a_plan(*locations: LocationPlan, **changed: Any) -> Plan:
    """A plan for production over the autumn; the writes are counted from its creates."""
    writes = sum(action.kind is ActionKind.CREATE for part in locations for action in part.actions)
    usual: dict[str, Any] = {
        "environment": "production",
        "sandbox": False,
        "edition": "activities",
        "paths": ("reconciler.yaml",),
        "selection": Selection(window=Window(first=date(2026, 9, 1), last=date(2026, 12, 20))),
        "locations": locations,
        "inputs": Inputs(
            digest="cd" * 32,
            files=("reconciler.yaml", "schedules/autumn.yaml"),
            git_revision=None,
            dirty=None,
            tzdata="2026a",
            holidays=None,
        ),
        "requests": Requests(read=3, write=writes, check=7, eta_s=19),
        "diagnostics": (),
        "made_at": NOW,
    }
    return Plan(**{**usual, **changed})


def plan_validator() -> Callable[[object], list[str]]:
    """The plan's schema as `load_plan_view` wants it."""
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA_PATH.read_text("utf-8")))
    return lambda value: [error.message for error in validator.iter_errors(value)]
