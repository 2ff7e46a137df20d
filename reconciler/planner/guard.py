"""The gates that a plan must pass before it may be applied, and the fingerprint of what was read.

Takes counts and limits, gives `Gate`s. A gate that objects leaves the plan readable; it only
keeps it from being applied.
"""

from __future__ import annotations

from reconciler.model.plan import Gate
from reconciler.planner.request import LastSeen, Limits


def gates(*, creates: int, live: int, limits: Limits, last_seen: LastSeen | None) -> tuple[Gate, ...]:
    """The gates that apply: none without a limit and without an earlier read to compare with."""
    found: list[Gate] = []
    if last_seen is not None and last_seen.count > 0:
        found.append(_suddenly_empty(creates, live, limits, last_seen))
    if limits.creates is not None:
        found.append(_too_many_creates(creates, limits.creates))
    return tuple(found)


def _suddenly_empty(creates: int, live: int, limits: Limits, last_seen: LastSeen) -> Gate:
    passed = live > 0 or creates == 0 or limits.allow_empty
    remedy = (
        "Check the location's id, the tokens and the dates. If the timetable there really was emptied, "
        "plan again with `--allow-empty`."
    )
    return Gate(
        name="suddenly empty",
        limit=f"the last complete read found {last_seen.count}",
        actual=f"{'no' if live == 0 else live} classes were found in the booking system",
        passed=passed,
        remedy="" if passed else remedy,
    )


def _too_many_creates(creates: int, limit: int) -> Gate:
    passed = creates <= limit
    remedy = (
        f"If all of them are meant, plan again with `--max-creates {creates}`; else narrow the plan with "
        "`--target`, `--from` or `--to`."
    )
    return Gate(
        name="too many creates",
        limit=f"at most {limit} may be created in one run",
        actual=f"{creates} {'class' if creates == 1 else 'classes'} would be created",
        passed=passed,
        remedy="" if passed else remedy,
    )
