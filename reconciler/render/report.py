"""Turns the outcomes of an apply into a view, and the view into words.

Takes a `Report` and the names of the files; returns a plain dictionary that is ready for JSON,
or text that says what was added, what was not, why, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict, assert_never

from reconciler.model.names import Names
from reconciler.model.report import Created, NotAttempted, Outcome, Refused, Report, Unknown
from reconciler.render.class_shape import NamesView, OriginView
from reconciler.render.dates import classes
from reconciler.render.details_view import names_view, origin_view
from reconciler.render.layout import BOLD_GREEN, BOLD_RED, MAGENTA, Style, indented, painted, show, signed
from reconciler.render.series import series_of
from reconciler.render.shape import FORMAT_VERSION
from reconciler.render.wording import OUTCOMES

_FEW_ADDRESSES = 6
_FAILURES: tuple[Literal["refused", "unknown", "not_attempted"], ...] = (
    "refused",
    "unknown",
    "not_attempted",
)


class FieldErrorView(TypedDict):
    """What the booking system says about one field, in its own words."""

    field: str
    message: str


class OutcomeView(TypedDict):
    """What became of one class."""

    address: str
    outcome: str
    start: str
    names: NamesView
    origin: OriginView
    activity_id: int | None
    activity_ids: list[int]
    recovered: bool
    differs: str
    status: int | None
    message: str
    field_errors: list[FieldErrorView]


class ReportSummary(TypedDict):
    """Counts of classes."""

    added: int
    changed: int
    destroyed: int
    refused: int
    unknown: int
    not_attempted: int
    recovered: int
    differing: int


class ReportView(TypedDict):
    """All outcomes, in the order of the plan."""

    format_version: str
    summary: ReportSummary
    outcomes: list[OutcomeView]


def report_view(report: Report, names: Mapping[str, Names]) -> ReportView:
    """The view; `names` are by key of the location."""
    return {
        "format_version": FORMAT_VERSION,
        "summary": {
            "added": len(report.created),
            "changed": 0,
            "destroyed": 0,
            "refused": len(report.refused),
            "unknown": len(report.unknown),
            "not_attempted": len(report.not_attempted),
            "recovered": sum(created.recovered for created in report.created),
            "differing": sum(bool(created.differs) for created in report.created),
        },
        "outcomes": [outcome_view(outcome, names) for outcome in report.outcomes],
    }


def outcome_view(outcome: Outcome, names: Mapping[str, Names]) -> OutcomeView:
    """One outcome."""
    occurrence = outcome.occurrence
    known = names.get(occurrence.series.location, Names())
    view: OutcomeView = {
        "address": occurrence.address,
        "outcome": outcome_name(outcome),
        "start": occurrence.start.isoformat(),
        "names": names_view(occurrence.details, known),
        "origin": origin_view(occurrence.origin),
        "activity_id": None,
        "activity_ids": [],
        "recovered": False,
        "differs": "",
        "status": None,
        "message": "",
        "field_errors": [],
    }
    match outcome:
        case Created():
            view["activity_id"] = outcome.activity_id
            view["recovered"] = outcome.recovered
            view["differs"] = outcome.differs
        case Refused():
            view["status"] = outcome.status
            view["message"] = outcome.message
            view["field_errors"] = [{"field": f, "message": text} for f, text in outcome.field_errors]
        case Unknown():
            view["message"] = outcome.message
            view["activity_ids"] = list(outcome.activity_ids)
        case NotAttempted():
            view["message"] = outcome.message
        case _:
            assert_never(outcome)
    return view


def outcome_name(outcome: Outcome) -> str:
    """`created`, `refused`, `unknown` or `not_attempted`."""
    match outcome:
        case Created():
            return "created"
        case Refused():
            return "refused"
        case Unknown():
            return "unknown"
        case NotAttempted():
            return "not_attempted"
        case _:
            assert_never(outcome)


def report_to_text(view: ReportView, style: Style) -> str:
    """What went wrong first, if anything; the counts, in Terraform's order, last."""
    summary = view["summary"]
    failed = [each for each in view["outcomes"] if each["outcome"] in _FAILURES]
    lines: list[str] = []
    for outcome in _FAILURES:
        found = [each for each in failed if each["outcome"] == outcome]
        if found:
            lines += [*_section(outcome, found, style), ""]
    differing = [each for each in view["outcomes"] if each["differs"]]
    if differing:
        lines += [*_section("differs", differing, style), ""]
    done = f"{summary['added']} added, {summary['changed']} changed, {summary['destroyed']} destroyed."
    recovered = _recovered(summary["recovered"])
    if not failed and not differing:
        complete = f"{painted('Apply complete:', BOLD_GREEN, style)} {done}"
        return "".join(f"{line}\n" for line in (complete, *recovered))
    lines.append(f"{painted('Apply incomplete:', BOLD_RED, style)} {done}")
    counts = (f"{summary[key]} {key.replace('_', ' ')}" for key in _FAILURES if summary[key])
    told = ", ".join(counts)
    lines += [f"{told}.", *recovered] if told else recovered
    return "".join(f"{line}\n" for line in lines)


def _recovered(count: int) -> list[str]:
    """What is said about answers that were lost, and classes that were found all the same."""
    if not count:
        return []
    what = "its answer was" if count == 1 else "their answers were"
    return [f"{count} recovered: {what} lost, and looking showed what became of it."]


def _section(outcome: str, found: list[OutcomeView], style: Style) -> list[str]:
    wording = OUTCOMES[outcome]
    title = f"{wording.sentence}: {classes(len(found))}"
    lines = [painted(line, MAGENTA, style) for line in indented(title, 0, style)]
    by_cause: dict[tuple[object, ...], list[OutcomeView]] = {}
    for each in found:
        by_cause.setdefault(_cause(each), []).append(each)
    for alike in by_cause.values():
        lines += _alike(alike, style)
    return [*lines, *indented(f"Next: {wording.next_step}", 2, style)]


def _cause(view: OutcomeView) -> tuple[object, ...]:
    """Outcomes with the same cause in the same series are told once."""
    errors = tuple((each["field"], each["message"]) for each in view["field_errors"])
    return (series_of(view["address"]), view["status"], view["message"], view["differs"], errors)


def _alike(alike: list[OutcomeView], style: Style) -> list[str]:
    first = alike[0]
    place = f"({show(first['origin']['file'], style)}:{first['origin']['line']})"
    lines = signed("!", f"{show(series_of(first['address']), style)}  {place}", 2, style)
    shown = alike if style.expand else alike[:_FEW_ADDRESSES]
    dates = ", ".join(each["start"][:16].replace("T", " ") for each in shown)
    more = len(alike) - len(shown)
    lines += indented(f"{dates} and {more} more" if more else dates, 4, style)
    status = "" if first["status"] is None else f" (status {first['status']})"
    if first["differs"]:
        lines += indented(show(first["differs"], style), 4, style)
    if first["message"]:
        lines += indented(f'"{show(first["message"], style)}"{status}', 4, style)
    for error in first["field_errors"]:
        lines += indented(f'{show(error["field"], style)}: "{show(error["message"], style)}"', 4, style)
    return lines
