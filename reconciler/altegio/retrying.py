"""Trying a read again: after a broken connection, a timeout, a 429 or a 5xx, with patience.

Takes a call that asks once, returns its answer, or raises the error of the last attempt. Never
given a write: a create is asked once. Only home of tenacity, which is imported when a first
attempt failed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from reconciler.altegio.errors import BusyError, UnreachableError
from reconciler.altegio.pacing import Pacer
from reconciler.altegio.settings import Timing

if TYPE_CHECKING:
    from tenacity import RetryCallState

Answer = TypeVar("Answer")

ATTEMPTS = 4
BASE_S = 0.5
CAP_S = 20.0
LONGEST_ASKED_S = 60.0


class RetryQuota:
    """What further attempts may cost a whole run, so that a system in trouble is not asked ever more.

    Each further attempt costs 5, each answer gives back 1, up to what there was at first.
    """

    COST = 5

    def __init__(self, size: int = 100) -> None:
        self._size = self._left = size

    def take(self) -> bool:
        """Whether there is enough for one more attempt, which is then paid."""
        if self._left < self.COST:
            return False
        self._left -= self.COST
        return True

    def answered(self) -> None:
        """A request was answered."""
        self._left = min(self._left + 1, self._size)


def with_retries(
    ask: Callable[[], Answer],
    timing: Timing,
    pacer: Pacer | None = None,
    quota: RetryQuota | None = None,
) -> Answer:
    """The answer of the first attempt that succeeds, out of four, as far as the quota of the run allows.

    Waits `Retry-After` if the server said so, else a random time up to 0.5, 1 and 2 s. A wish to
    stop that the pacer knows of ends it with the attempt that was made.

    Raises:
        UnreachableError: the last attempt got no answer.
        BusyError: the last attempt got a 429 or a 5xx.
        AltegioError: anything that asking again would not change, at once.
    """
    quota = quota or RetryQuota()
    try:
        answer = ask()
    except (UnreachableError, BusyError) as error:
        answer = _again(ask, error, timing, pacer or Pacer(None, timing), quota)
    quota.answered()
    return answer


def retry_after_s(header: str | None, now: Callable[[], datetime]) -> float | None:
    """Seconds that a `Retry-After` asks for, 0 to 60; None if it is absent, past or no sense."""
    if not header or len(header) > 64:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_ASKED_S)
    from email.utils import parsedate_to_datetime

    try:
        wait = (parsedate_to_datetime(text) - now()).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(wait, LONGEST_ASKED_S) if wait >= 0 else None


def _again(
    ask: Callable[[], Answer],
    first: UnreachableError | BusyError,
    timing: Timing,
    pacer: Pacer,
    quota: RetryQuota,
) -> Answer:
    import tenacity

    spent = [first]

    def ask_or_replay() -> Answer:
        # The first attempt has been made; replaying it lets the library count it with the rest.
        if spent:
            raise spent.pop()
        return ask()

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((UnreachableError, BusyError)),
        stop=lambda state: state.attempt_number >= ATTEMPTS or pacer.stopped or not quota.take(),
        wait=lambda state: _delay(state, timing),
        sleep=pacer.nap,
        reraise=True,
    )
    return retrying(ask_or_replay)


def _delay(state: RetryCallState, timing: Timing) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, BusyError) and error.retry_after_s is not None:
        return error.retry_after_s
    ceiling: float = min(CAP_S, BASE_S * 2 ** (state.attempt_number - 1))
    return timing.chance() * ceiling
