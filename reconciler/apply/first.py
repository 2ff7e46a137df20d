"""The first class of a run, read back and compared: if a field goes wrong, it goes wrong once."""

from __future__ import annotations

from dataclasses import replace

from reconciler.apply.hands import Hands
from reconciler.apply.looking import Looker, LookFailedError
from reconciler.model.report import Created

WAITS_S = (0.5, 2.0, 5.0)
"""Seconds before the next look, for a class that cannot be read at once."""


def first_fault(created: Created, looker: Looker, hands: Hands) -> tuple[Created, str]:
    """The outcome with what differs, and why the run ends; "" if the class is as it was sent."""
    why = ""
    for wait in (*WAITS_S, 0.0):
        try:
            differs = looker.differences(created.occurrence, created.activity_id)
        except LookFailedError as error:
            why = str(error)
            hands.nap(wait)
            continue
        if not differs:
            return created, ""
        return replace(created, differs=differs), f"the first class came back different: {differs}"
    return created, f"the first class could not be read back: {why}"
