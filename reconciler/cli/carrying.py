"""Carries out operations: journal, progress, receipt, and what to say about it in the end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reconciler.apply.execute import carry_out
from reconciler.apply.journal import Journal, JournalError
from reconciler.apply.receipt import receipt_text
from reconciler.apply.writer import Writer
from reconciler.cli.exits import Exit
from reconciler.cli.output import complain, drop_stdout, note, style_of, write, write_file
from reconciler.cli.progress import shown
from reconciler.cli.saved import identity_of
from reconciler.cli.settings import Settings
from reconciler.cli.signals import Stopping, heeding_signals
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import NotAttempted, Outcome, Report
from reconciler.render import PlanView, operations, outcome_view, report_to_text, report_view, to_json_line
from reconciler.render import stream as lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to carry out, and for whom it is said."""

    view: PlanView
    """The plan that was reviewed; its operations are what is sent."""
    occurrences: Sequence[Occurrence]
    """The occurrence of each operation, in the same order."""
    names: dict[str, Names]
    """By key of location."""
    at: datetime
    """Aware; the clock of the run."""
    as_json: bool


def carry_out_order(order: Order, writer: Writer, state: StateFolder, settings: Settings) -> int:
    """Create every class of the order. Returns the exit status.

    Raises:
        Stop: if the journal cannot be written before the first request.
    """
    identity = identity_of(order.view)
    header: dict[str, object] = {
        "environment": order.view["environment"],
        "plan": identity,
        "at": order.at.isoformat(),
        "operations": len(order.occurrences),
    }
    outcomes: list[Outcome] = []
    with heeding_signals() as stopping:
        try:
            with Journal(state.journal(order.at, identity), header) as journal:
                _run(order, writer, journal, stopping, settings, outcomes)
        except (JournalError, OSError) as error:
            _journal_failed(error, order, outcomes)
        return _finish(order, outcomes, state, settings, stopping)


def _run(
    order: Order,
    writer: Writer,
    journal: Journal,
    stopping: Stopping,
    settings: Settings,
    outcomes: list[Outcome],
) -> None:
    stream = carry_out(order.occurrences, writer, journal, stopping=stopping.asked, sleep=time.sleep)
    if order.as_json:
        for line in (
            lines.version_line(order.at),
            *(lines.planned_change_line(change, order.at) for change in operations(order.view)),
            lines.planned_summary_line(order.view, order.at),
        ):
            _tell(to_json_line(line))
        started = time.monotonic()
        for outcome in stream:
            outcomes.append(outcome)
            elapsed = int(time.monotonic() - started)
            _tell(to_json_line(lines.outcome_line(outcome_view(outcome, order.names), elapsed, order.at)))
        return
    outcomes.extend(shown(stream, len(order.occurrences), "Creating", settings))


def _tell(text: str) -> None:
    """Put it on stdout if it can be: a full disk behind it must not leave work half done."""
    try:
        write(text)
    except OSError as error:
        drop_stdout()
        complain(f"stdout cannot be written: {error.strerror}; the work goes on")


def _journal_failed(error: Exception, order: Order, outcomes: list[Outcome]) -> None:
    """Without a journal nothing more is sent; what was done before is still reported."""
    if not outcomes:
        raise Stop(
            Exit.ERROR,
            f"{error}; nothing was sent",
            hint="make room on the disk, or check the permissions of .reconciler/",
        ) from error
    complain(f"{error}; the run ended here", hint="make room on the disk, then plan and apply again")
    left = order.occurrences[len(outcomes) :]
    outcomes += [NotAttempted(occurrence=one, message="the journal could not be written") for one in left]


def _finish(
    order: Order, outcomes: list[Outcome], state: StateFolder, settings: Settings, stopping: Stopping
) -> int:
    report = Report(outcomes=tuple(outcomes))
    view = report_view(report, order.names)
    receipt = _keep_receipt(order, outcomes, state)
    _remember(order, report, state)
    if order.as_json:
        _tell(to_json_line(lines.applied_summary_line(view, order.at)))
    else:
        _tell(report_to_text(view, style_of(settings, sys.stdout)))
    if receipt is not None:
        note(f"Receipt: {receipt}", settings)
    if report.unknown:
        return Exit.UNKNOWN
    if stopping.status is not None:
        return stopping.status
    complete = len(report.created) == len(order.occurrences)
    return Exit.DONE if complete else _failed(report)


def _failed(report: Report) -> Exit:
    """Some were refused: in part if anything was created, else by the kind of the refusal."""
    if report.created:
        return Exit.PARTIAL
    statuses = {refused.status for refused in report.refused}
    if statuses & {401, 403}:
        return Exit.NOT_ALLOWED
    if any(not refused.sent for refused in report.refused) or statuses & {429}:
        return Exit.TRY_LATER
    return Exit.ERROR


def _remember(order: Order, report: Report, state: StateFolder) -> None:
    """Count what was created to what was seen: the next read expects it, and so does its guard."""
    environment = order.view["environment"]
    created = Counter(one.occurrence.series.location for one in report.created)
    for location, count in created.items():
        seen = state.seen(environment, location)
        if seen is not None:
            state.remember_seen(environment, location, replace(seen, count=seen.count + count))


def _keep_receipt(order: Order, outcomes: list[Outcome], state: StateFolder) -> Path | None:
    """Write down what became of the plan; where that fails, say it instead, and give None."""
    identity = identity_of(order.view)
    sent = {change["address"]: change["change"]["after"] for change in operations(order.view)}
    facts = {
        "environment": order.view["environment"],
        "plan": identity,
        "operations_digest": order.view["operations_digest"],
        "applied_at": order.at.isoformat(),
        "git_revision": order.view["inputs"]["git_revision"],
    }
    text = receipt_text(facts, outcomes, sent)
    try:
        path = state.receipt(order.at, identity)
        write_file(path, text)
    except OSError as error:
        # The ids must not be lost with the disk: they go to where somebody reads them.
        complain(f"the receipt cannot be written: {error.strerror}; here it is", detail=text)
        return None
    return path
