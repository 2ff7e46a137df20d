"""What can be made to go wrong: plain descriptions of faults, and the choice of one for a request.

`FaultBook.next_for` takes method and path of a request and returns the fault that is due, or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from random import Random
from typing import Literal

FaultAction = Literal[
    "error",
    "error after commit",
    "error then commit",
    "drop",
    "drop unread",
    "drop after commit",
    "drop then commit",
    "reset",
    "reset after commit",
    "silence",
    "silence after commit",
    "redirect",
    "wait",
    "wait after commit",
    "drip",
    "torn head",
    "torn answer",
    "torn chunk",
    "noise",
    "garbage",
    "change answer",
    "stale list",
    "small pages",
    "torn pages",
    "refuse connections",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: which requests it hits, and what it does to them.

    An action does the work and spoils the answer, unless it says otherwise. With "after commit"
    in its name the work is done first, with "then commit" `seconds` after the answer; plain
    `error`, `drop`, `reset`, `silence` and `redirect` never do it. docs/sandbox.md has the list.
    """

    action: FaultAction
    method: str = "*"
    """HTTP method, `*` for any."""
    path: str = "*"
    """Glob over the path, such as `*/activities`."""
    nth: int = 1
    """The first matching request that is hit, counted from 1."""
    times: int | None = 1
    """How many matching requests in a row may be hit; None means all from `nth` on."""
    chance: float = 1.0
    """How likely each of them is hit, above 0 to 1."""
    seed: int = 0
    """The same seed gives the same hits for the same requests."""
    status: int = 500
    body: str = "<html>Bad gateway</html>"
    headers: tuple[tuple[str, str], ...] = ()
    """Headers that the answer gets besides, name and value."""
    fields: tuple[tuple[str, str], ...] = ()
    """For `change answer`: field and its new value, as JSON or plain text; `absent` takes it out."""
    seconds: float = 0.0
    rows: int = 1
    """For `small pages` and `torn pages`."""


class FaultBook:
    """Counts the requests that match each fault. A fault that never fires can be told from its hits."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self._faults = faults
        self._seen = [0] * len(faults)
        self._hits = [0] * len(faults)
        # Not for secrets: what a seed brings up must come up again.
        self._chances = [Random(f"{fault.seed}/{i}") for i, fault in enumerate(faults)]  # noqa: S311 - see above

    def next_for(self, method: str, path: str) -> Fault | None:
        """The first fault that is due for this request; every matching fault counts it."""
        due: Fault | None = None
        for i, fault in enumerate(self._faults):
            if fault.method not in ("*", method) or not fnmatchcase(path, fault.path):
                continue
            self._seen[i] += 1
            past_end = fault.times is not None and self._seen[i] >= fault.nth + fault.times
            if self._seen[i] < fault.nth or past_end:
                continue
            # Drawn even where another fault comes first, so that one does not change the other's luck.
            lucky = fault.chance >= 1 or self._chances[i].random() < fault.chance
            if due is None and lucky:
                self._hits[i] += 1
                due = fault
        return due

    def hits(self) -> tuple[int, ...]:
        """How often each fault fired, in their order."""
        return tuple(self._hits)
