"""Whether the teacher and the rooms of an activity are free, as the booking system checks it (409)."""

from __future__ import annotations

from reconciler.sandbox.exchange import RefusedError
from reconciler.sandbox.fixtures import StaffFixture
from reconciler.sandbox.options import SandboxOptions
from reconciler.sandbox.rows import ActivityRow, Catalogue
from reconciler.sandbox.store import Store


def works_then(teacher: StaffFixture, row: ActivityRow) -> bool:
    """Whether the whole activity lies in one interval of the teacher's hours on that weekday."""
    if teacher.works is None:
        return True
    first_s = (
        int(row.start_local[11:13]) * 3600 + int(row.start_local[14:16]) * 60 + int(row.start_local[17:])
    )
    hours = teacher.works.get(row.weekday - 1, ())
    return any(a * 60 <= first_s and first_s + row.length_s <= b * 60 for a, b in hours)


def refuse_conflict(store: Store, catalogue: Catalogue, row: ActivityRow, options: SandboxOptions) -> None:
    """Raises RefusedError (409) if the teacher or a room is taken, or the teacher does not work then."""
    teacher = catalogue.staff[row.staff_id]
    if options.check_working_hours and not works_then(teacher, row):
        raise _conflict(f"{teacher.name} does not work at {row.start_local}.", options)
    found = store.busy(row)
    if found is None:
        return
    kind, other = found
    who = teacher.name if kind == "staff" else "A resource"
    raise _conflict(f"{who} is busy at {row.start_local}: an event starts at {other.start_local}.", options)


def _conflict(message: str, options: SandboxOptions) -> RefusedError:
    return RefusedError(409, message, conflict=options.conflict_flag)
