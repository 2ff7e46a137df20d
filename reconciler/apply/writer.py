"""The one thing that applying needs from the outside world."""

from __future__ import annotations

from typing import Protocol

from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Outcome


class Writer(Protocol):
    """Creates classes in a booking system."""

    def create(self, occurrence: Occurrence, *, again: bool = False) -> Outcome:
        """Send one create and say what became of it.

        `again` says that an earlier try was refused: then an overlap is never forced, for the
        class in the way might be this very one.
        Never raises for what the world did, and never sends twice: a lost answer is `Unknown`.
        """
        ...
