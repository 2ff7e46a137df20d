"""Slow start: the first class of a run is read back and compared, then one for each 2, 4, 8 ... that follow.

If a field goes wrong, it goes wrong once; if the booking system stops keeping what it confirms, that
is seen before as much again is sent. Takes what was created; returns it with what differs.
"""

from __future__ import annotations

from dataclasses import replace

from reconciler.apply.hands import Hands
from reconciler.apply.looking import Looker, LookFailedError
from reconciler.model.report import Created

WAITS_S = (0.5, 2.0, 5.0)
"""Seconds before the next look, for a class that cannot be read at once."""


def closes_batch(made: int) -> bool:
    """Whether class number `made` (from 1) is the last of a batch: of the first 1, the next 2, 4, 8 ..."""
    return made & (made + 1) == 0


def checks_of(creates: int) -> int:
    """How many of so many creates are read back."""
    return (creates + 1).bit_length() - 1


def fault_of(created: Created, number: int, looker: Looker, hands: Hands) -> tuple[Created, str]:
    """The outcome with what differs, and why the run ends; "" if the class is as it was sent.

    `number` counts the classes that the run has made, from 1.
    """
    which, why = "the first class" if number == 1 else f"class {number} of this run", ""
    for wait in (*WAITS_S, 0.0):
        try:
            differs = looker.differences(created.occurrence, created.activity_id)
        except LookFailedError as error:
            why = str(error)
            hands.nap(wait)
            continue
        if not differs:
            return created, ""
        return replace(created, differs=differs), f"{which} came back different: {differs}"
    return created, f"{which} could not be read back: {why}"
