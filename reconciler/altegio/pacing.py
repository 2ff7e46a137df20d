"""The pace of our requests: never more a second or a minute than we allow ourselves.

`make_pacer` gives the one pacer that all clients of a run share; `wait()` returns when the next
request may go. Only home of pyrate-limiter, which is imported when a pace is set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reconciler.altegio.settings import Pace, Timing

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket

# The server counts arrivals, we count departures: a little more distance absorbs the jitter.
_SECOND_MS = 1_005
_MINUTE_MS = 60_100
_CAUTION_S = 60.0
_SLOWEST = 8
"""So many times slower than set is the slowest pace."""
_UNSET_GAP_S = 0.125
"""Without a set pace: seconds between two requests after a 429, times how much slower it is to go."""
_NAP_S = 0.25  # so soon a wish to stop is heard


class Pacer:
    """Lets requests pass at the set pace; each 429 halves it, each minute that went well doubles it again.

    It gets no slower than an eighth, and no faster than it was set. Without a pace it keeps the pauses
    that the server asks for, and after a 429 a distance between requests. Not for several threads.
    """

    def __init__(self, bucket: InMemoryBucket | None, timing: Timing) -> None:
        self._bucket = bucket
        self._clock = timing.monotonic
        self._sleep = timing.sleep
        self._pause_until = 0.0
        self._slower = 1
        self._careful_until = 0.0
        self._last = float("-inf")
        self.stopping: Callable[[], bool] | None = None
        """Whether somebody has asked to stop; None while nobody can."""

    def wait(self) -> bool:
        """Sleeps until the next request may go, and counts it as gone; False if it must not go any more."""
        pause = self._pause_until - self._clock()
        if pause > 0:
            self.nap(pause)
        if self._bucket is None:
            self._keep_distance()
            return not self.stopped
        from pyrate_limiter import RateItem

        while not self.stopped:
            now_s = self._clock()
            weight = min(self._slowness(), *(rate.limit for rate in self._bucket.rates))
            ticket = RateItem("request", int(now_s * 1000), weight=weight)
            if self._bucket.put(ticket):
                self._bucket.leak(ticket.timestamp)
                return True
            wait_ms = self._bucket.waiting(ticket)
            assert isinstance(wait_ms, int), "a bucket in memory answers at once"
            # One millisecond more, or a wait that was rounded down would spin.
            self.nap((wait_ms + 1) / 1000)
        return False

    def heed(self, stopping: Callable[[], bool]) -> None:
        """From now on, waits end early when `stopping()` turns true, and then nothing more is sent."""
        self.stopping = stopping

    def nap(self, seconds: float) -> None:
        """Sleeps for so long, but not much longer than until somebody asks to stop."""
        if self.stopping is None:
            self._sleep(seconds)
            return
        while seconds > 0 and not self.stopped:
            self._sleep(min(seconds, _NAP_S))
            seconds -= _NAP_S

    @property
    def stopped(self) -> bool:
        """Whether somebody has asked to stop."""
        return self.stopping is not None and self.stopping()

    def slow_down(self, pause_s: float) -> None:
        """The server said 429: nothing goes for `pause_s` seconds, then half as fast as before."""
        self._slower = min(_SLOWEST, self._slowness() * 2)
        self._pause_until = max(self._pause_until, self._clock() + pause_s)
        self._careful_until = self._pause_until + _CAUTION_S

    def _slowness(self) -> int:
        """How many times slower than set to go now: 1, 2, 4 or 8."""
        while self._slower > 1 and self._clock() >= self._careful_until:
            self._slower //= 2
            self._careful_until += _CAUTION_S
        return self._slower

    def _keep_distance(self) -> None:
        slowness = self._slowness()
        if slowness > 1:
            gap = self._last + slowness * _UNSET_GAP_S - self._clock()
            if gap > 0:
                self.nap(gap)
            self._last = self._clock()


def make_pacer(pace: Pace | None, timing: Timing) -> Pacer:
    """The pacer of a run. `pace` None, or without limits, costs nothing."""
    limits = _limits(pace)
    if not limits:
        return Pacer(None, timing)
    from pyrate_limiter import InMemoryBucket, Rate

    return Pacer(InMemoryBucket([Rate(count, interval) for count, interval in limits]), timing)


def eta_s(requests: int, pace: Pace) -> int:
    """Seconds from the first of so many requests to the moment the last one may go, rounded up.

    Counts the pace alone: the answer of the last one, and answers slower than the pace, add to it.
    """
    if requests <= 1:
        return 0
    per_minute, per_second = pace.per_minute, pace.per_second
    minutes, rest = divmod(requests - 1, per_minute) if per_minute else (0, requests - 1)
    return minutes * 60 + (rest // per_second if per_second else 0)


def _limits(pace: Pace | None) -> list[tuple[int, int]]:
    """(requests, milliseconds), without a limit that the other makes pointless.

    The library refuses such pairs.
    """
    if pace is None:
        return []
    second, minute = pace.per_second, pace.per_minute
    if second and minute and minute <= second:
        second = None
    if second and minute and minute >= second * 60:
        minute = None
    limits = [(second, _SECOND_MS), (minute, _MINUTE_MS)]
    return [(count, interval) for count, interval in limits if count]
