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
    _announce(doubts, session, settings)
    with heeding_signals() as stopping:
        session.pacer.heed(stopping.asked)
        try:
            settled = list(
                settle(
                    doubts,
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


def _announce(doubts: Sequence[Doubt], session: Session, settings: Settings) -> None:
    now, grace_s = session.clock.real(), session.environment.grace_s
    longest = max(doubt.left_s(now, grace_s) for doubt in doubts)
    what = "a create" if len(doubts) == 1 else f"{len(doubts)} creates"
    wait = f", for up to {longest:.0f} s" if longest else ""
    note(f"An earlier apply lost the answer to {what}. Looking what became of it{wait}.", settings)


def _tell(settled: Sequence[Settled], settings: Settings) -> None:
    for one in settled:
        ids = " and ".join(map(str, one.activity_ids))
        what = f"is there (activity {ids})" if ids else "was not created"
        note(f"  {one.doubt.address} {what}", settings)
