"""The request limits of the booking system: so many in any second, so many in any minute."""

from __future__ import annotations

from collections import deque


class Limiter:
    """Counts the requests that were let through; a refused one does not count.

    Times are seconds of a clock that never goes back.
    """

    def __init__(self, per_second: int | None, per_minute: int | None) -> None:
        self._windows = tuple(
            (span, most, deque[float]())
            for span, most in ((1.0, per_second), (60.0, per_minute))
            if most is not None
        )

    def wait_for(self, now: float) -> float:
        """Seconds until a request may come; 0 lets it through and counts it."""
        wait = 0.0
        for span, most, times in self._windows:
            while times and times[0] <= now - span:
                times.popleft()
            if len(times) >= most:
                wait = max(wait, times[0] + span - now)
        if wait <= 0:
            for _, _, times in self._windows:
                times.append(now)
        return wait
