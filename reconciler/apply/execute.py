"""The loop: note the intent, send one create, note the outcome; one refusal does not end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reconciler.apply.journal import Journal
from reconciler.apply.writer import Writer
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import NotAttempted, Outcome, Refused

TOO_MANY_REQUESTS = 429


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
        JournalError: when an intent cannot be written; then its request was not sent.
    """
    patience = patience or Patience()
    ended = ""
    for number, occurrence in enumerate(occurrences, start=1):
        if not ended and stopping():
            ended = "the run was interrupted before its turn"
        if ended:
            yield NotAttempted(occurrence=occurrence, message=ended)
            continue
        outcome = _create(number, occurrence, writer, journal, sleep=sleep, patience=patience)
        if isinstance(outcome, Refused) and outcome.stop:
            ended = f"an earlier create was refused for good: {outcome.message}"
        yield outcome
    journal.end(interrupted=bool(ended))


def _create(
    number: int,
    occurrence: Occurrence,
    writer: Writer,
    journal: Journal,
    *,
    sleep: Callable[[float], None],
    patience: Patience,
) -> Outcome:
    attempt = 1
    while True:
        journal.intent(number, occurrence, attempt)
        outcome = writer.create(occurrence)
        journal.outcome(number, outcome)
        busy = isinstance(outcome, Refused) and outcome.status == TOO_MANY_REQUESTS
        if not busy or attempt >= patience.attempts:
            return outcome
        assert isinstance(outcome, Refused)
        sleep(patience.wait_s(attempt, outcome.retry_after_s))
        attempt += 1
