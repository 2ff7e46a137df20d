"""The loop: note the intent, send one create, note the outcome; one refusal does not end it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from reconciler.apply.journal import Journal, JournalError
from reconciler.apply.writer import Writer
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import NotAttempted, Outcome, Refused

TOO_MANY_REQUESTS = 429
NAP_S = 0.25
"""Longest sleep at a stretch: so soon a wish to stop is heard while a busy server is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a busy booking system is waited for. A 429 is a refusal, so asking again is safe."""

    attempts: int = 6
    """Tries of one create in all, 1 or more."""
    first_wait_s: float = 1.0
    """Seconds before the second try; doubled for each further one."""
    longest_wait_s: float = 60.0
    """Seconds, also the cap of what the server asks for."""

    def wait_s(self, attempt: int, asked_s: float | None) -> float:
        """Seconds to wait after try number `attempt` (from 1), given what the server asked for."""
        own = self.first_wait_s * 2 ** (attempt - 1)
        wait = own if asked_s is None or asked_s < 0 else max(asked_s, 0.0)
        return min(wait, self.longest_wait_s)


def carry_out(
    occurrences: Sequence[Occurrence],
    writer: Writer,
    journal: Journal,
    *,
    stopping: Callable[[], bool],
    sleep: Callable[[float], None],
    patience: Patience | None = None,
) -> Iterator[Outcome]:
    """Create each occurrence in order and yield its outcome as soon as it is journaled.

    A refused one does not end the run; one that says `stop` does, and so does `stopping()`
    turning true between two requests: what is left is then `NotAttempted`. An `Unknown` one
    is left alone: nothing here sends it again.

    Raises:
        JournalError: when an intent cannot be written; then its request was not sent. Or when an
            outcome cannot be: then it is yielded first, and nothing more is sent.
    """
    patience = patience or Patience()
    ended = ""
    for number, occurrence in enumerate(occurrences, start=1):
        if not ended and stopping():
            ended = "the run was interrupted before its turn"
        if ended:
            yield NotAttempted(occurrence=occurrence, message=ended)
            continue
        outcome = yield from _create(
            number, occurrence, writer, journal, stopping=stopping, sleep=sleep, patience=patience
        )
        if isinstance(outcome, Refused) and outcome.stop:
            ended = f"an earlier create was refused for good: {outcome.message}"
    journal.end(interrupted=bool(ended))


def _create(
    number: int,
    occurrence: Occurrence,
    writer: Writer,
    journal: Journal,
    *,
    stopping: Callable[[], bool],
    sleep: Callable[[float], None],
    patience: Patience,
) -> Generator[Outcome, None, Outcome]:
    """Yield and return what became of one create, asked again while the server says "too many"."""
    attempt = 1
    while True:
        journal.intent(number, occurrence, attempt)
        outcome = writer.create(occurrence, again=attempt > 1)
        again = attempt < patience.attempts and _is_busy(outcome)
        try:
            journal.outcome(number, outcome)
        except JournalError:
            # What the booking system said must not be lost with the disk.
            yield outcome
            raise
        if again and isinstance(outcome, Refused):
            again = _waited(patience.wait_s(attempt, outcome.retry_after_s), sleep, stopping)
        if not again:
            yield outcome
            return outcome
        attempt += 1


def _is_busy(outcome: Outcome) -> bool:
    return isinstance(outcome, Refused) and outcome.status == TOO_MANY_REQUESTS


def _waited(seconds: float, sleep: Callable[[float], None], stopping: Callable[[], bool]) -> bool:
    """Sleep for so long in short naps; False if somebody asked to stop meanwhile."""
    while seconds > 0 and not stopping():
        sleep(min(seconds, NAP_S))
        seconds -= NAP_S
    return not stopping()
