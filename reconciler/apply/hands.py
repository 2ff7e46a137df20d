"""One create, from its intent in the journal to its outcome there, asked again only if nothing was done.

`Hands.create` returns the outcome. A refusal for being too busy, and a request that surely never
left, are tried again, within the patience for one create and the quota of the whole run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reconciler.apply.journal import Journal, JournalError
from reconciler.apply.writer import Writer
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, Outcome, Refused

TOO_MANY_REQUESTS = 429
NAP_S = 0.25
"""Longest sleep at a stretch: so soon a wish to stop is heard while a busy server is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a busy booking system is waited for. A 429 is a refusal, so asking again is safe."""

    attempts: int = 6
    """Tries of one create in all, 1 or more."""
    unsent_attempts: int = 3
    """Tries of one create that never left, 1 or more."""
    first_wait_s: float = 1.0
    """Seconds before the second try; doubled for each further one."""
    longest_wait_s: float = 60.0
    """Seconds, also the cap of what the server asks for."""
    quota: int = 100
    """What further tries may cost the whole run; each costs 5, each success gives back 1."""

    def wait_s(self, attempt: int, asked_s: float | None) -> float:
        """Seconds to wait after try number `attempt` (from 1), given what the server asked for."""
        own = self.first_wait_s * 2 ** (attempt - 1)
        wait = own if asked_s is None or asked_s < 0 else max(asked_s, 0.0)
        return min(wait, self.longest_wait_s)


class OutcomeNotKeptError(JournalError):
    """The request was answered, but its outcome could not be written down; `outcome` must be told."""

    def __init__(self, outcome: Outcome, error: JournalError) -> None:
        super().__init__(str(error))
        self.outcome = outcome


class Hands:
    """What creates: the writer, the journal before it, and what is left of the quota."""

    def __init__(
        self,
        writer: Writer,
        journal: Journal,
        *,
        stopping: Callable[[], bool],
        sleep: Callable[[float], None],
        patience: Patience,
        known: Iterable[int] = (),
    ) -> None:
        self.journal = journal
        self.known = {*known}
        """Ids of activities that were there before, and of those that were created since."""
        self.stopping = stopping
        self._writer = writer
        self._sleep = sleep
        self._patience = patience
        self._quota = patience.quota

    def create(self, number: int, occurrence: Occurrence, *, attempt: int = 1) -> Outcome:
        """What became of one create; `attempt` counts from 1, and says whether it was sent before.

        Raises:
            OutcomeNotKeptError: when the outcome cannot be written down.
            JournalError: when the intent cannot be; then the request was not sent.
        """
        tries = 1
        while True:
            self.journal.intent(number, occurrence, attempt)
            outcome = self._writer.create(occurrence, again=attempt > 1)
            try:
                self.journal.outcome(number, outcome)
            except JournalError as error:
                # What the booking system said must not be lost with the disk.
                raise OutcomeNotKeptError(outcome, error) from error
            if isinstance(outcome, Created):
                self.known.add(outcome.activity_id)
            if not isinstance(outcome, Refused):
                self._quota = min(self._patience.quota, self._quota + 1)
                return outcome
            if not self._may_try_again(outcome, tries):
                return outcome
            self.nap(self._patience.wait_s(tries, outcome.retry_after_s))
            if self.stopping():
                return outcome
            self._quota -= 5
            attempt, tries = attempt + 1, tries + 1

    def nap(self, seconds: float) -> None:
        """Sleep for so long, but no longer than until somebody asks to stop."""
        while seconds > 0 and not self.stopping():
            self._sleep(min(seconds, NAP_S))
            seconds -= NAP_S

    def _may_try_again(self, refused: Refused, tries: int) -> bool:
        if refused.status == TOO_MANY_REQUESTS:
            most = self._patience.attempts
        else:
            # Status 0 without a `stop` is a connection that could not be made.
            most = self._patience.unsent_attempts if refused.status == 0 and not refused.sent else 1
        return tries < most and self._quota >= 5 and not self.stopping()
