"""What can be made to go wrong: plain descriptions of faults, and the choice of one for a request.

`FaultBook.next_for` takes method and path of a request and returns the fault that is due, or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

FaultAction = Literal[
    "error",
    "error after commit",
    "drop",
    "drop after commit",
    "drop then commit",
    "torn answer",
    "garbage",
    "redirect",
    "wait",
    "wait after commit",
    "stale list",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: which requests it hits, and what it does to them.

    Actions: `error` answers `status` with `body` and does nothing; `error after commit` does
    the work first. `drop` closes the connection without an answer and does nothing; `drop
    after commit` does the work first, `drop then commit` does it `seconds` later. `torn
    answer` does the work and sends half of the answer; `garbage` does the work and answers
    200 with bytes that are no JSON. `redirect` answers `status` (make it 302 or 307) with
    `body` as the target. `wait` delays the work by `seconds`, `wait after commit` only the
    answer. `stale list` answers a list as it was before the last write.
    """

    action: FaultAction
    method: str = "*"
    """HTTP method, `*` for any."""
    path: str = "*"
    """Glob over the path, such as `*/activities`."""
    nth: int = 1
    """The first matching request that is hit, counted from 1."""
    times: int | None = 1
    """How many matching requests in a row are hit; None means all from `nth` on."""
    status: int = 500
    body: str = "<html>Bad gateway</html>"
    seconds: float = 0.0


class FaultBook:
    """Counts the requests that match each fault. A fault that never fires can be told from its hits."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self._faults = faults
        self._seen = [0] * len(faults)
        self._hits = [0] * len(faults)

    def next_for(self, method: str, path: str) -> Fault | None:
        """The first fault that is due for this request; every matching fault counts it."""
        due: Fault | None = None
        for i, fault in enumerate(self._faults):
            if fault.method not in ("*", method) or not fnmatchcase(path, fault.path):
                continue
            self._seen[i] += 1
            past_end = fault.times is not None and self._seen[i] >= fault.nth + fault.times
            if due is None and self._seen[i] >= fault.nth and not past_end:
                self._hits[i] += 1
                due = fault
        return due

    def hits(self) -> tuple[int, ...]:
        """How often each fault fired, in their order."""
        return tuple(self._hits)
