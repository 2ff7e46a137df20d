"""Turns the answer to "why?" into the view that `explain` prints in every format.

Takes an `Answer`: what became of the classes of one date, and what is near where there is none.
Returns plain dictionaries, ready for JSON, a class with the same keys as in `expand`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypedDict

from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Diagnostic, Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Removal, Step
from reconciler.render.class_shape import StepView
from reconciler.render.details_view import describer
from reconciler.render.diagnostic_shape import DiagnosticView
from reconciler.render.diagnostics_json import diagnostic_view
from reconciler.render.occurrence_views import OccurrenceView, occurrences_view
from reconciler.render.shape import FORMAT_VERSION


class State(StrEnum):
    """What became of a class that a pattern or an exception gives."""

    RUNS = "runs"
    MOVED = "moved"
    REMOVED = "removed"


class Fate(NamedTuple):
    """One class of the asked date: it runs then, it would, or it was moved to or from that date."""

    state: State
    outcome: Occurrence | Removal
    usual: Occurrence | None
    """The class as the pattern gives it; None if none does, or nothing is to be said about it."""


class Why(StrEnum):
    """Why a class has nothing on a date."""

    NO_DATES = "no_dates"
    OUTSIDE = "outside_its_dates"
    COURSE_OVER = "course_over"
    TAKEN_OUT = "taken_out_of_the_rule"
    OTHER_DAYS = "not_one_of_its_days"
    NO_CLASS = "no_class_at_the_location"


class RunningRule(NamedTuple):
    """A pattern in words, and the first and last date that it gives."""

    text: str
    first: date
    last: date


class Absence(NamedTuple):
    """A class, or a whole location, without anything on the asked date."""

    address: str
    """Of the class, `mitte/yoga-evening`, or of the location, `mitte`."""
    why: Why
    text: str
    """The reason as a sentence without its full stop."""
    span: Span
    """Where the reason is written."""
    rules: tuple[RunningRule, ...]
    before: Occurrence | None
    """The last one before the date; None without one."""
    after: Occurrence | None


class Answer(NamedTuple):
    """All that is to be said about one date."""

    question: str
    """As it was written."""
    classes: str
    """Which classes were asked for, "" for all."""
    day: date
    fates: Sequence[Fate]
    absences: Sequence[Absence]


class TraceView(StepView):
    """One rule that had a part in it, with its column."""

    column: int


class QueryView(TypedDict):
    """What was asked."""

    text: str
    classes: str
    date: str


class RuleView(TypedDict):
    """A pattern and the dates from and to which it gives classes."""

    text: str
    first: str
    last: str


class NearestView(TypedDict):
    """What is near where nothing was found."""

    address: str
    reason: str
    text: str
    file: str
    line: int
    column: int
    rules: list[RuleView]
    before: OccurrenceView | None
    after: OccurrenceView | None


class ExplainView(TypedDict):
    """What `explain --format json` prints."""

    format_version: str
    query: QueryView
    found: list[dict[str, Any]]
    """Each `state`, `moved_from`, the keys of a class in `expand`, and a `trace` with columns."""
    nearest: list[NearestView]
    diagnostics: list[DiagnosticView]


def explain_view(
    answer: Answer, diagnostics: Iterable[Diagnostic], names: Mapping[str, Names]
) -> ExplainView:
    """The view, in the order of the answer. `names` are by key of the location."""
    found = sorted(diagnostics, key=Diagnostic.sort_key)
    return {
        "format_version": FORMAT_VERSION,
        "query": {"text": answer.question, "classes": answer.classes, "date": answer.day.isoformat()},
        "found": [_fate(fate, names) for fate in answer.fates],
        "nearest": [_absence(absence, names) for absence in answer.absences],
        "diagnostics": [diagnostic_view(each) for each in found],
    }


def _fate(fate: Fate, names: Mapping[str, Names]) -> dict[str, Any]:
    outcome, usual = fate.outcome, fate.usual
    shown = outcome if isinstance(outcome, Occurrence) else usual
    details: Mapping[str, Any] = _unknown(outcome) if shown is None else _class(shown, names)
    moved = fate.state is State.MOVED and usual is not None
    return {
        "address": outcome.address,
        "state": fate.state.value,
        "moved_from": usual.start.isoformat() if moved and usual is not None else None,
        **{key: value for key, value in details.items() if key != "address"},
        "trace": [_step(step) for step in outcome.trace],
    }


def _class(occurrence: Occurrence, names: Mapping[str, Names]) -> OccurrenceView:
    (only,) = occurrences_view((occurrence,), (), names)["occurrences"]
    return only


def _unknown(outcome: Occurrence | Removal) -> dict[str, Any]:
    """A class whose start cannot be told: its pattern gives a local time that does not exist."""
    series = outcome.series
    return {
        "location": series.location,
        "class": series.class_id,
        "slot": series.slot,
        "part": series.part,
        "date": outcome.date.isoformat(),
        "utc_offset": None,
        "end": None,
        **describer(Names(), series.timezone)(ClassDetails()),
        "start": None,
    }


def _step(step: Step) -> TraceView:
    span = step.span
    return {
        "kind": step.kind.value,
        "text": step.text,
        "file": span.file,
        "line": span.line,
        "column": span.column,
    }


def _absence(absence: Absence, names: Mapping[str, Names]) -> NearestView:
    before, after, span = absence.before, absence.after, absence.span
    return {
        "address": absence.address,
        "reason": absence.why.value,
        "text": absence.text,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "rules": [
            {"text": rule.text, "first": rule.first.isoformat(), "last": rule.last.isoformat()}
            for rule in absence.rules
        ],
        "before": None if before is None else _class(before, names),
        "after": None if after is None else _class(after, names),
    }
