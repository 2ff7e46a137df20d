"""A saved plan against the present: is it still exactly what would be done?

A plan file is never trusted and never run: the plan is made again from the same files and a
fresh read, and the file is refused unless each of its operations is still there, unchanged.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from reconciler.cli.exits import Exit
from reconciler.cli.options import Scope
from reconciler.cli.planning import VALID_FOR, PlanWish
from reconciler.cli.settings import Settings
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.render import PlanView, operations
from reconciler.render.shape import ResourceChange

FEW = 10
"""Changed operations that are named one by one."""
AGAIN = "plan again, look at it, and apply that: reconciler plan --out FILE"


def wish_of(saved: PlanView) -> PlanWish:
    """What the saved plan was asked for. Every value has been checked by the plan's schema."""
    options = saved["options"]
    first, last = options["from"], options["to"]
    return PlanWish(
        paths=tuple(options["paths"]),
        scope=Scope(
            first=date.fromisoformat(first) if first else None,
            last=date.fromisoformat(last) if last else None,
            season=options["season"],
            locations=tuple(options["locations"]),
            targets=tuple(options["targets"]),
            excludes=tuple(options["excludes"]),
            tags=tuple(options.get("tags", ())),
        ),
        details=options["details"],
    )


def refuse_comparison(saved: PlanView) -> None:
    """What compares two revisions has never seen the booking system.

    Raises:
        Stop: if it is not a plan.
    """
    if "comparison" in saved:
        raise Stop(
            Exit.USAGE,
            "this compares two revisions of the files; it is no plan that could be applied",
            hint=AGAIN,
        )


def same_environment(saved: PlanView, settings: Settings) -> str:
    """The environment that the plan was made for.

    Raises:
        Stop: if another one is asked for now.
    """
    name = saved["environment"]
    if settings.environment not in (None, name):
        raise Stop(
            Exit.USAGE,
            f'this plan was made for the environment "{name}", not for "{settings.environment}"',
            hint="leave --env out, or plan again with it",
        )
    return name


def identity_of(view: PlanView) -> str:
    """64 hexadecimal digits that tell a plan from all others, also from later ones that do the same."""
    facts = (view["environment"], view["operations_digest"], view["live"]["digest"], view["live"]["read_at"])
    return sha256("\n".join(facts).encode()).hexdigest()


def refuse_if_applied(saved: PlanView, state: StateFolder) -> None:
    """A plan is applied once; one of which nothing came to be may be tried again.

    Raises:
        Stop: if a receipt says that it was.
    """
    for receipt in state.receipts(identity_of(saved)):
        if operations(saved) and did_something(receipt):
            raise Stop(
                Exit.STALE,
                "this plan has been applied already",
                detail=f"What became of it is in {receipt}.",
                hint=AGAIN,
            )


def did_something(receipt: Path) -> bool:
    """Whether a receipt names a class that was, or may have been, created. Doubt means yes."""
    try:
        parsed = json.loads(receipt.read_text(encoding="utf-8"))
        return any(each["outcome"] in ("created", "unknown") for each in parsed["operations"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return True


def refuse_if_expired(saved: PlanView, now: datetime) -> None:
    """A plan that was reviewed long ago is reviewed again; `now` is aware.

    Raises:
        Stop: if its time is over, by what it says itself or by when it was made.
    """
    made = _instant(saved["live"]["read_at"])
    told = saved["expires_at"]
    end = made + VALID_FOR if told is None else min(made + VALID_FOR, _instant(told))
    if now > end:
        raise Stop(
            Exit.STALE,
            f"the saved plan has expired: it was made on {made:%Y-%m-%d}; nothing was written",
            hint=AGAIN,
        )


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def refuse_if_not_applicable(saved: PlanView) -> None:
    """A plan that a guard stopped is shown, never carried out.

    Raises:
        Stop: naming the guard.
    """
    for gate in saved["gates"]:
        if not gate["passed"]:
            raise Stop(
                Exit.GUARD,
                f"this plan was stopped by a guard: {gate['name']}; nothing was written",
                detail=f"Allowed is {gate['limit']}, it was {gate['actual']}.",
                hint=gate["remedy"],
            )


def refuse_if_emptied(saved: PlanView, fresh: PlanView) -> None:
    """An empty read of a location where the plan's own read found something is not believed.

    Raises:
        Stop: if nothing at all was read there now.
    """
    now = {location["key"]: location["count"] for location in fresh["locations"]}
    for location in saved["locations"]:
        if location["count"] > 0 and now.get(location["key"]) == 0:
            raise Stop(
                Exit.GUARD,
                f"the booking system shows nothing at {location['key']} now, but there were "
                f"{location['count']} activities when this was planned; nothing was written",
                hint=AGAIN,
            )


def refuse_if_elsewhere(saved: PlanView, fresh: PlanView) -> None:
    """A plan made for one studio is not carried out in another that took over its key.

    Raises:
        Stop: if a location of the plan has another id now.
    """
    now = {location["key"]: location["id"] for location in fresh["locations"]}
    for location in saved["locations"]:
        key, planned = location["key"], location["id"]
        if now.get(key, planned) != planned:
            raise Stop(
                Exit.STALE,
                f"the saved plan is stale: {key} was location {planned} in the booking system, "
                f"the files now say {now[key]}; nothing was written",
                hint=AGAIN,
            )


def refuse_if_stale(saved: PlanView, fresh: PlanView, *, called: str = "the saved plan") -> None:
    """Compare the saved operations with those of a fresh plan; `called` is how words name the plan.

    Raises:
        Stop: if one is gone or has changed; the words name what changed.
    """
    now = {change["address"]: change for change in operations(fresh)}
    stale = [change for change in operations(saved) if not _still_there(change, now.get(change["address"]))]
    if not stale:
        return
    reasons = _reasons(fresh)
    lines = [f"  {change['address']}: {_what(change, now, reasons)}" for change in stale[:FEW]]
    if len(stale) > FEW:
        lines.append(f"  and {len(stale) - FEW} more")
    raise Stop(
        Exit.STALE,
        f"{called} is stale: {len(stale)} of its {len(operations(saved))} operations "
        "are gone or changed; nothing was written",
        detail="\n".join(lines),
        hint=AGAIN,
    )


def _still_there(saved: ResourceChange, now: ResourceChange | None) -> bool:
    return now is not None and saved["change"] == now["change"]


def _reasons(fresh: PlanView) -> dict[str, str]:
    """Address -> why the fresh plan does not create it."""
    found = {held["address"]: "is held back now" for held in (*fresh["held_back"], *fresh["conflicts"])}
    for drift in fresh["drift"]:
        if drift["address"] is not None:
            found[drift["address"]] = "is there now, and differs"
    for change in fresh["resource_changes"]:
        if change["change"]["actions"] == ["no-op"]:
            found[change["address"]] = "is there by now"
    return found


def _what(saved: ResourceChange, now: dict[str, ResourceChange], reasons: dict[str, str]) -> str:
    change = now.get(saved["address"])
    if change is None:
        return reasons.get(saved["address"], "is no longer wanted, or lies in the past by now")
    before: dict[str, object] = dict(saved["change"]["after"] or {})
    after: dict[str, object] = dict(change["change"]["after"] or {})
    fields = sorted(key for key in {*before, *after} if before.get(key) != after.get(key) and key != "names")
    return "differs now in " + ", ".join(fields or ["names"])
