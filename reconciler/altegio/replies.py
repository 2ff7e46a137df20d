"""What a request came to: an answer or a failure, and what that means for a read.

`body_of` takes the reply to a read and returns the body of a success, or raises the error that
says what is wrong and what to do. What a reply means for a create is the matter of `outcomes`.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from reconciler.altegio.complaints import Complaint, complaint_in
from reconciler.altegio.errors import (
    AltegioError,
    BadAnswerError,
    BusyError,
    NotAllowedError,
    NotFoundError,
    RefusedReadError,
    UnreachableError,
)


class Answer(NamedTuple):
    """A complete answer of the server."""

    status: int
    body: bytes
    retry_after_s: float | None = None
    date: str = ""
    """The server's own time, as its header `Date` has it; "" without one."""


class FailureKind(Enum):
    """How a request ended without an answer that can be used."""

    NOT_SENT = auto()
    """No connection: the request surely did not arrive."""
    SILENT = auto()
    """It may have arrived; no answer came in time."""
    BROKEN = auto()
    """It may have arrived; the connection broke off."""
    UNREADABLE = auto()
    """An answer came whose encoding is broken, or which is larger than any real one."""


class Failure(NamedTuple):
    """A request without a usable answer. `detail` is fit for users: no header, no token."""

    kind: FailureKind
    detail: str


Reply = Answer | Failure

_NO_COMPLAINT = Complaint("", (), denies=False)


def body_of(reply: Reply, subject: str) -> bytes:
    """The body of a successful read; `subject` names what was asked for ("location 101").

    Raises:
        AltegioError: one of the tree in `errors`, by status or kind of failure.
    """
    if isinstance(reply, Failure):
        raise _failure_error(reply, subject)
    complaint = complaint_in(reply.body) if reply.status >= 300 or len(reply.body) < 4096 else None
    if 200 <= reply.status < 300:
        if complaint is not None and complaint.denies:
            raise _refusal(reply.status, complaint, subject)
        return reply.body
    raise _status_error(reply, complaint or _NO_COMPLAINT, subject)


def _failure_error(failure: Failure, subject: str) -> AltegioError:
    if failure.kind is FailureKind.UNREADABLE:
        return BadAnswerError(
            f"The answer about {subject} cannot be read",
            detail=failure.detail,
            hint="Look whether a proxy or a login page answers at this address.",
        )
    return UnreachableError(
        f"The booking system could not be reached for {subject}",
        detail=failure.detail,
        hint="Check the address and the network, then run the command again: reading changes nothing.",
    )


def _status_error(answer: Answer, complaint: Complaint, subject: str) -> AltegioError:
    status = answer.status
    said = f"it answered {status}" + (f", saying: {complaint.message}" if complaint.message else "")
    if status == 401:
        return NotAllowedError(
            "The booking system does not accept the tokens",
            detail=said,
            hint="The user token is the likelier culprit: it ends when its user changes the password. "
            "Renew ALTEGIO_USER_TOKEN, then check ALTEGIO_PARTNER_TOKEN.",
        )
    if status == 403:
        return NotAllowedError(
            f"The user of the tokens may not read {subject}",
            detail=said,
            hint="ALTEGIO_USER_TOKEN belongs to a user without rights there: grant them, or check the id.",
        )
    if status == 404:
        return NotFoundError(
            f"The booking system does not know {subject}",
            detail=said,
            hint="Check the id in the project file, and the environment's `edition`.",
        )
    if status in {408, 429} or status >= 500:
        return BusyError(
            f"The booking system was too busy or out of order for {subject}",
            detail=said,
            hint="Nothing was changed; try again later, or lower the environment's `pace`.",
            retry_after_s=answer.retry_after_s,
        )
    if 300 <= status < 400:
        return BadAnswerError(
            f"The booking system wants to send us elsewhere for {subject}",
            detail=f"{said}; redirects are not followed, for the tokens would go along",
            hint="Write the final address into the environment's `api`.",
        )
    return _refusal(status, complaint, subject)


def _refusal(status: int, complaint: Complaint, subject: str) -> AltegioError:
    faults = "; ".join(f"{field}: {message}" if field else message for field, message in complaint.fields)
    detail = " - ".join(part for part in (complaint.message, faults) if part)
    return RefusedReadError(
        f"The booking system refused to read {subject} ({status})",
        detail=detail,
        hint="A window that starts in the past is refused; else check the environment's `edition`.",
        fields=complaint.fields,
    )
