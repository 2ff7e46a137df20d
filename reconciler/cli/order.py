"""What an apply is told to carry out, and what has become of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.cli.output import complain, drop_stdout, write
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Outcome
from reconciler.render import PlanView

Done = dict[str, Outcome]
"""By address: what has become of each class so far. It fills up while a run goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to carry out, and for whom it is said."""

    view: PlanView
    """The plan that was reviewed; its operations are what is sent."""
    occurrences: Sequence[Occurrence]
    """The occurrence of each operation, in the same order."""
    names: dict[str, Names]
    """By key of location."""
    at: datetime
    """Aware; the clock of the run."""
    as_json: bool
    known: frozenset[int] = frozenset()
    """Ids of the activities that were there when it was planned."""


def tell(text: str) -> None:
    """Put it on stdout if it can be: a full disk behind it must not leave work half done."""
    try:
        write(text)
    except OSError as error:
        drop_stdout()
        complain(f"stdout cannot be written: {error.strerror}; the work goes on")
