"""Creates of earlier runs that are still in doubt: named by a plan, settled by an apply before it plans."""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.apply.earlier import Doubt, Settled, in_doubt, put_aside, settle
from reconciler.apply.journal import JournalError
from reconciler.apply.looking import LookFailedError
from reconciler.cli.exits import Exit
from reconciler.cli.looking import Lookout
from reconciler.cli.output import note
from reconciler.cli.session import Session
from reconciler.cli.settings import Settings
from reconciler.cli.signals import heeding_signals, napping
from reconciler.cli.state import StateFolder
from reconciler.cli.stop import Stop
from reconciler.model.schedule import Location


def fresh_doubts(state: StateFolder, session: Session) -> frozenset[str]:
    """Addresses whose create may still land: for a plan, which only reads and does not wait.

    Raises:
        Stop: when a journal is damaged, so that nobody knows what is in doubt.
    """
    now, grace_s = session.clock.real(), session.environment.grace_s
    doubts = _doubts(state, session.environment.name)
    return frozenset(doubt.address for doubt in doubts if doubt.left_s(now, grace_s) > 0)


def settle_earlier(
    state: StateFolder, session: Session, locations: Sequence[Location], settings: Settings
) -> None:
    """Wait until it is certain what became of every create in doubt at these locations. Under their locks.

    Raises:
        Stop: when the booking system cannot be looked at, a journal is damaged, or somebody asks to stop.
    """
    ids = {location.key: location.id for location in locations}
    every = _doubts(state, session.environment.name)
    doubts = [doubt for doubt in every if ids.get(doubt.location) == doubt.location_id]
    if not doubts:
        return
    others = [doubt for doubt in every if doubt not in doubts]
    now, grace_s = session.clock.real(), session.environment.grace_s
    unsure = [doubt for doubt in doubts if doubt.open(now, grace_s)]
    _announce(unsure, now, grace_s, settings)
    with heeding_signals() as stopping:
        session.pacer.heed(stopping.asked)
        try:
            settled = list(
                settle(
                    unsure,
                    Lookout(session, locations),
                    grace_s=session.environment.grace_s,
                    now=session.clock.real,
                    nap=napping(stopping),
                    stopping=stopping.asked,
                )
            )
        except LookFailedError as error:
            raise Stop(
                Exit.TRY_LATER,
                "a create of an earlier apply is in doubt, and cannot be looked for; nothing was written",
                detail=str(error),
                hint="run apply again when the booking system can be reached",
            ) from error
    if stopping.status is not None:
        raise Stop(stopping.status, "interrupted while waiting; nothing was written")
    put_aside(doubts, others)
    _tell(settled, settings)


def _doubts(state: StateFolder, environment: str) -> tuple[Doubt, ...]:
    try:
        return in_doubt(state.journals(), environment)
    except JournalError as error:
        raise Stop(
            Exit.ERROR,
            f"{error}; nothing was written",
            detail="A journal says which creates are in doubt, so nothing is planned without it.",
            hint="wait for the grace period, then move the file away: the booking system says what is there",
        ) from error


def _announce(doubts: Sequence[Doubt], now: float, grace_s: float, settings: Settings) -> None:
    longest = max((doubt.left_s(now, grace_s) for doubt in doubts), default=0.0)
    wait = f", for up to {longest:.0f} s" if longest else ""
    lost = sum(doubt.made is None for doubt in doubts)
    made = len(doubts) - lost
    if lost:
        what = "a create" if lost == 1 else f"{lost} creates"
        note(f"An earlier apply lost the answer to {what}. Looking what became of it{wait}.", settings)
    if made:
        what = "the class it made is" if made == 1 else f"the {made} classes it made are"
        note(f"An earlier apply ended before its last check. Looking whether {what} there{wait}.", settings)


def _tell(settled: Sequence[Settled], settings: Settings) -> None:
    """What was made and is there needs no line: that is as it should be."""
    for doubt, found in settled:
        ids = " and ".join(map(str, found))
        if doubt.made is None:
            what = f"is there (activity {ids})" if ids else "was not created"
        elif not found:
            what = f"was created (activity {doubt.made}), and is not there any more"
        elif len(found) > 1:
            what = f"is there more than once (activities {ids})"
        else:
            continue
        note(f"  {doubt.address} {what}", settings)
