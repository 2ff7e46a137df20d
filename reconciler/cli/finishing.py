"""The end of an apply: the report, the receipt, the exit status."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reconciler.apply.receipt import receipt_text
from reconciler.cli.auditing import Audited
from reconciler.cli.exits import Exit
from reconciler.cli.order import Done, Order, tell
from reconciler.cli.output import complain, note, recite, style_of, write_file
from reconciler.cli.saved import identity_of
from reconciler.cli.settings import Settings
from reconciler.cli.signals import Stopping
from reconciler.cli.state import StateFolder
from reconciler.model.report import Outcome, Report
from reconciler.render import operations, report_to_text, report_view, to_json_line
from reconciler.render import stream as lines


def finish(
    order: Order,
    done: Done,
    audited: Audited | None,
    state: StateFolder,
    settings: Settings,
    stopping: Stopping,
) -> int:
    """Say and keep what became of the order. Returns the exit status."""
    outcomes = [done[one.address] for one in order.occurrences]
    report = Report(outcomes=tuple(outcomes))
    view = report_view(report, order.names)
    receipt = _keep_receipt(order, outcomes, state, settings)
    if audited is None:
        _remember(order, report, state)
    if order.as_json:
        tell(to_json_line(lines.applied_summary_line(view, order.at)))
    else:
        tell(report_to_text(view, style_of(settings, sys.stdout)))
    if receipt is not None:
        note(f"Receipt: {receipt}", settings)
    doubtful = _complained(audited)
    if report.unknown or doubtful or any(created.differs for created in report.created):
        return Exit.UNKNOWN
    if stopping.status is not None:
        return stopping.status
    complete = len(report.created) == len(order.occurrences)
    return Exit.DONE if complete else _failed(report)


def _complained(audited: Audited | None) -> bool:
    """Whether the check at the end leaves something to look at; then it is said."""
    if audited is None:
        return False
    if audited.failed:
        complain(
            "the check at the end could not be made, so the apply is not proven complete",
            detail=audited.failed,
            hint="plan again: it shows whether everything is there, once",
        )
    for copy, original in audited.twins:
        complain(
            f"activity {copy} is there besides activity {original}, which is the same class",
            hint="the next plan shows both under drift: cancel the one without bookings by hand",
        )
    return bool(audited.failed or audited.twins)


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


def _keep_receipt(
    order: Order, outcomes: Sequence[Outcome], state: StateFolder, settings: Settings
) -> Path | None:
    """Write down what became of the plan: in the state folder, else where the command was started.

    Where that fails as well, all of it is said, and the result is None.
    """
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
        spare = settings.folder / f"reconciler-receipt-{identity[:16]}.json"
        with suppress(OSError):
            write_file(spare, text)
            complain(f"the receipt cannot be written where it belongs: {error.strerror}")
            return spare
        # The ids must not be lost with the disk: they go to where somebody reads them.
        complain(f"the receipt cannot be written: {error.strerror}; here it is")
        recite(text)
        return None
    return path
