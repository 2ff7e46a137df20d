"""Carries out operations: journal, progress, looking what became of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reconciler.apply.execute import Recovery, carry_out
from reconciler.apply.journal import Journal, JournalError
from reconciler.apply.looking import Looker
from reconciler.apply.writer import Writer
from reconciler.cli.auditing import Audit, Audited, worth_auditing
from reconciler.cli.exits import Exit
from reconciler.cli.finishing import finish
from reconciler.cli.order import Done, Order, tell
from reconciler.cli.output import complain, note
from reconciler.cli.progress import shown
from reconciler.cli.saved import identity_of
from reconciler.cli.settings import Settings
from reconciler.cli.signals import Stopping, heeding_signals, napping
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.model.report import NotAttempted, Outcome, Unknown
from reconciler.render import operations, outcome_view, to_json_line
from reconciler.render import stream as lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """How an apply sees what it did."""

    looker: Looker
    audit: Audit
    grace_s: float
    """Seconds for which a create whose answer was lost may still land."""
    heed: Callable[[Callable[[], bool]], None] = lambda _stopping: None
    """Takes what says whether somebody has asked to stop: then waits for the booking system end early."""


def carry_out_order(
    order: Order, writer: Writer, state: StateFolder, settings: Settings, eyes: Eyes | None = None
) -> int:
    """Create every class of the order, and look what became of it. Returns the exit status.

    Without `eyes` nothing is looked at: what is in doubt stays unknown.

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
    done: Done = {}
    audited = None
    with heeding_signals() as stopping:
        if eyes is not None:
            eyes.heed(stopping.asked)
        try:
            with Journal(state.journal(order.at, identity), header) as journal:
                recovery = _recovery(eyes, order, settings)
                stream = carry_out(
                    order.occurrences,
                    writer,
                    journal,
                    stopping=stopping.asked,
                    sleep=time.sleep,
                    recovery=recovery,
                )
                _run(order, stream, settings, done)
                audited = _audit(eyes, order, journal, stopping, done)
        except (JournalError, OSError) as error:
            _journal_failed(error, order, done)
        return finish(order, done, audited, state, settings, stopping)


def _recovery(eyes: Eyes | None, order: Order, settings: Settings) -> Recovery | None:
    if eyes is None:
        return None

    def waiting(count: int, seconds: float) -> None:
        what = "The answer to one create was" if count == 1 else f"The answers to {count} creates were"
        note(f"{what} lost. Looking what became of it, for up to {seconds:.0f} s.", settings)

    return Recovery(
        looker=eyes.looker, grace_s=eyes.grace_s, clock=time.monotonic, known=order.known, waiting=waiting
    )


def _audit(
    eyes: Eyes | None, order: Order, journal: Journal, stopping: Stopping, done: Done
) -> Audited | None:
    """Look at everything once more; what that settles is journaled and told. None without a look."""
    before = list(done.values())
    if eyes is None or stopping.asked() or not worth_auditing(before):
        return None
    found = eyes.audit.of(before, grace_s=eyes.grace_s, nap=napping(stopping), stopping=stopping.asked)
    numbers = {one.address: number for number, one in enumerate(order.occurrences, start=1)}
    changed = [after for before, after in zip(before, found.outcomes, strict=True) if before is not after]
    for outcome in changed:
        address = outcome.occurrence.address
        done[address] = outcome
        journal.resolved(numbers[address], outcome)
        if order.as_json:
            tell(to_json_line(lines.outcome_line(outcome_view(outcome, order.names), 0, order.at)))
    if not found.failed:
        journal.checked(unresolved=sum(isinstance(outcome, Unknown) for outcome in done.values()))
    return found


def _run(order: Order, stream: Iterator[Outcome], settings: Settings, done: Done) -> None:
    if order.as_json:
        for line in (
            lines.version_line(order.at),
            *(lines.planned_change_line(change, order.at) for change in operations(order.view)),
            lines.planned_summary_line(order.view, order.at),
        ):
            tell(to_json_line(line))
        started = time.monotonic()
        for outcome in stream:
            done[outcome.occurrence.address] = outcome
            elapsed = int(time.monotonic() - started)
            tell(to_json_line(lines.outcome_line(outcome_view(outcome, order.names), elapsed, order.at)))
        return
    budget_s = order.view["requests"]["eta_seconds"]
    for outcome in shown(stream, len(order.occurrences), "Creating", settings, budget_s=budget_s):
        done[outcome.occurrence.address] = outcome


def _journal_failed(error: Exception, order: Order, done: Done) -> None:
    """Without a journal nothing more is sent; what was done before is still reported."""
    if not done:
        raise Stop(
            Exit.ERROR,
            f"{error}; nothing was sent",
            hint="make room on the disk, or check the permissions of .reconciler/",
        ) from error
    complain(f"{error}; the run ended here", hint="make room on the disk, then plan and apply again")
    for one in order.occurrences:
        if one.address not in done:
            done[one.address] = NotAttempted(occurrence=one, message="the journal could not be written")
