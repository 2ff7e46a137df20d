"""What a plan costs in requests and time: the read that made it, and the apply that carries it out."""

from __future__ import annotations

from reconciler.cli.session import Session
from reconciler.model.plan import Requests


def requests_of(session: Session, read: int, creates: int) -> Requests:
    """What the plan cost, and what an apply of it will cost.

    `read` is how many requests the plan took, `creates` how many creates it shows, 0 or more. An apply
    reads as the plan did at its start and at its end, and reads some classes back on the way.
    """
    from reconciler.apply.slow_start import checks_of

    check = read + checks_of(creates) if creates else 0
    eta = None
    if session.system.pace is not None:
        from reconciler.altegio.pacing import eta_s

        eta = eta_s(read + creates + check, session.system.pace) if creates else 0
    return Requests(read=read, write=creates, check=check, eta_s=eta)
