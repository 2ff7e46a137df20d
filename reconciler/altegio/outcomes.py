"""What became of a create, from everything that can come back, or not come back.

Takes the occurrence and an `Answer` or a `Failure`; returns Created, Refused or Unknown. The
rule: Created needs an echo of what was sent, Refused needs the API's own error envelope or the
certainty that nothing left, and all else is Unknown, for the class may exist.
"""

from __future__ import annotations

from reconciler.altegio.asking import lacking
from reconciler.altegio.complaints import Complaint, complaint_in
from reconciler.altegio.errors import AltegioError
from reconciler.altegio.replies import Answer, Failure, FailureKind, Reply
from reconciler.altegio.rows import activity_of
from reconciler.altegio.wire import decode_one
from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, Outcome, Refused, Unknown


def outcome(occurrence: Occurrence, reply: Reply) -> Outcome:
    """The one outcome of one create. Never raises for anything that a server can do."""
    if isinstance(reply, Failure):
        if reply.kind is FailureKind.NOT_SENT:
            return Refused(occurrence=occurrence, status=0, message=reply.detail, sent=False)
        return Unknown(occurrence=occurrence, message=reply.detail)
    if reply.status == 429:
        return Refused(
            occurrence=occurrence, status=429, message=_busy(reply), retry_after_s=reply.retry_after_s
        )
    if 200 <= reply.status < 300:
        return _after_success(occurrence, reply)
    complaint = complaint_in(reply.body)
    if complaint is None or not 400 <= reply.status < 500 or reply.status == 408:
        said = f": {complaint.message}" if complaint and complaint.message else ""
        return Unknown(occurrence=occurrence, message=f"the booking system answered {reply.status}{said}")
    return _refused(occurrence, reply.status, complaint)


def unsendable(occurrence: Occurrence) -> Refused | None:
    """A refusal of our own, before sending, if facts are missing that every create needs."""
    missing = lacking(occurrence.details)
    if not missing:
        return None
    message = f"nothing says its {', '.join(missing)}, so it was not sent"
    return Refused(occurrence=occurrence, status=0, message=message, sent=False)


def _after_success(occurrence: Occurrence, answer: Answer) -> Outcome:
    complaint = complaint_in(answer.body)
    if complaint is not None and complaint.denies and (complaint.message or complaint.fields):
        return _refused(occurrence, answer.status, complaint)
    found = _parsed(answer.body)
    if found is None:
        what = "an empty answer" if not answer.body.strip() else "an answer without the new class"
        return Unknown(occurrence=occurrence, message=f"the booking system sent {what} ({answer.status})")
    difference = _difference(occurrence, found)
    if difference:
        message = f"activity {found.id} came back with {difference}"
        return Unknown(occurrence=occurrence, message=message, activity_ids=(found.id,))
    return Created(occurrence=occurrence, activity_id=found.id)


def _parsed(body: bytes) -> Activity | None:
    try:
        return activity_of(decode_one(body))
    except AltegioError:
        return None


def _difference(occurrence: Occurrence, found: Activity) -> str:
    """What of the echo is not what was sent, with both values; "" if all is as sent."""
    sent, echoed = occurrence.details, found.details
    pairs = (
        ("start", occurrence.start.isoformat(" ", "minutes"), found.start.isoformat(" ", "minutes")),
        ("service", sent.service_id, echoed.service_id),
        ("teacher", sent.staff_id, echoed.staff_id),
    )
    parts = [
        f"{name} {'unknown' if back is None else back} instead of {want}"
        for name, want, back in pairs
        if want != back
    ]
    if found.deleted:
        parts.append("the mark of a deleted one")
    return ", ".join(parts)


def _refused(occurrence: Occurrence, status: int, complaint: Complaint) -> Refused:
    # A 404 that blames no field is about the location in the path: every further create would fail.
    stop = status in {401, 403} or (status == 404 and not complaint.fields)
    return Refused(
        occurrence=occurrence,
        status=status,
        message=complaint.message or f"the booking system answered {status}",
        field_errors=complaint.fields,
        stop=stop,
    )


def _busy(answer: Answer) -> str:
    complaint = complaint_in(answer.body)
    return complaint.message if complaint and complaint.message else "too many requests"
