"""The loop: note the intent, send one create, note the outcome; what is in doubt is settled at the end.

One refusal does not end it, three alike do, for the rest would fail the same way. The first class
that is made is read back and compared before the others follow; then one after each further 2, 4, 8
and so on, so that a run never trusts its answers for much longer than they have proven right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reconciler.apply.fresh import Freshness
from reconciler.apply.hands import NAP_S, Hands, OutcomeNotKeptError, Patience
from reconciler.apply.journal import Journal, JournalError
from reconciler.apply.resolve import CONFLICT, Doubts, Parked, Recovery, resolve
from reconciler.apply.slow_start import closes_batch, fault_of
from reconciler.apply.writer import Writer
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, NotAttempted, Outcome, Refused, Unknown

__all__ = ["NAP_S", "Patience", "Recovery", "carry_out"]

ALIKE = 3
"""So many equal failures in a row end a run."""
INTERRUPTED = "the run was interrupted before its turn"


def carry_out(
    occurrences: Sequence[Occurrence],
    writer: Writer,
    journal: Journal,
    *,
    stopping: Callable[[], bool],
    sleep: Callable[[float], None],
    patience: Patience | None = None,
    recovery: Recovery | None = None,
) -> Iterator[Outcome]:
    """Create each occurrence in order and yield its outcome as soon as it is journaled.

    Every occurrence has one outcome. With `recovery`, one whose answer was lost is yielded when it
    is settled, after the others; without, it is `Unknown` in its turn, and nothing sends it again.
    A refusal that says `stop`, three failures alike, or `stopping()` turning true between two
    requests end the run: what is left is then `NotAttempted`.

    Raises:
        JournalError: when an intent cannot be written; then its request was not sent. Or when an
            outcome cannot be: then it is yielded first, and nothing more is sent.
    """
    known = recovery.known if recovery is not None else ()
    hands = Hands(
        writer, journal, stopping=stopping, sleep=sleep, patience=patience or Patience(), known=known
    )
    doubts: Doubts = {}
    run = _Run(hands, recovery)
    unresolved = 0
    try:
        for number, occurrence in enumerate(occurrences, start=1):
            outcome = run.attempt(number, occurrence)
            if recovery is not None and isinstance(outcome, Unknown):
                doubts[number] = Parked(number, occurrence, outcome.message, recovery.clock())
            else:
                yield outcome
                unresolved += isinstance(outcome, Unknown)
        if recovery is not None:
            for outcome in resolve(doubts, hands, recovery, retry=not run.ended):
                yield outcome
                unresolved += isinstance(outcome, Unknown)
    except JournalError as error:
        if isinstance(error, OutcomeNotKeptError):
            doubts = {n: one for n, one in doubts.items() if one.occurrence is not error.outcome.occurrence}
            yield error.outcome
        yield from (Unknown(occurrence=one.occurrence, message=one.message) for one in doubts.values())
        raise
    journal.end(interrupted=bool(run.ended) or stopping(), unresolved=unresolved)


class _Run:
    """What a run knows while it goes on: whether it has ended, and how its creates fail."""

    def __init__(self, hands: Hands, recovery: Recovery | None) -> None:
        self.ended = ""
        self._hands = hands
        self._recovery = recovery
        self._fresh = None if recovery is None else Freshness(recovery, hands.known)
        self._made = 0
        self._last: tuple[object, ...] | None = None
        self._alike = 0

    def attempt(self, number: int, occurrence: Occurrence) -> Outcome:
        """The outcome of one create; what follows from it for the next ones is kept."""
        if not self.ended and self._hands.stopping():
            self.ended = INTERRUPTED
        if self.ended:
            return NotAttempted(occurrence=occurrence, message=self.ended)
        there = self._fresh.meanwhile(occurrence) if self._fresh is not None else ""
        if there:
            return NotAttempted(occurrence=occurrence, message=there)
        outcome = self._hands.create(number, occurrence)
        if isinstance(outcome, Refused) and not outcome.sent and self._hands.stopping():
            self.ended = INTERRUPTED
            return NotAttempted(occurrence=occurrence, message=INTERRUPTED)
        if isinstance(outcome, Created) and self._recovery is not None:
            self._made += 1
            if closes_batch(self._made):
                outcome, self.ended = fault_of(outcome, self._made, self._recovery.looker, self._hands)
        self.ended = self.ended or self._judged(outcome)
        return outcome

    def _judged(self, outcome: Outcome) -> str:
        """Why the run ends with this outcome; "" if it goes on."""
        match outcome:
            case Refused(stop=True):
                return f"an earlier create was refused for good: {outcome.message}"
            case Refused() if outcome.status != CONFLICT:
                kind: tuple[object, ...] = (outcome.status, tuple(field for field, _ in outcome.field_errors))
            case Unknown(activity_ids=ids) if ids:
                return f"an earlier create came back different: {outcome.message}"
            case Unknown():
                kind = ("unknown", outcome.message)
            case _:
                # A conflict is about one slot, and says nothing about the next one.
                self._last = None
                return ""
        self._alike = self._alike + 1 if kind == self._last else 1
        self._last = kind
        return f"{ALIKE} creates in a row failed alike: {outcome.message}" if self._alike >= ALIKE else ""
