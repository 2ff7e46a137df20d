"""Taking seats in an activity, so far as a planner can see it: the counter rises, capacity holds.

No client is kept: of the body only the number of seats is read.
"""

from __future__ import annotations

from reconciler.sandbox.exchange import Answer, Call, RefusedError, invalid, read_object
from reconciler.sandbox.options import SandboxOptions
from reconciler.sandbox.shapes import appointment
from reconciler.sandbox.store import Store


def book(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - one signature for all
    """One booking of `clients_count` seats."""
    row = store.activity(call.location_id, call.activity_id)
    if row is None or row.deleted:
        raise RefusedError(404, "The event was not found.")
    body = read_object(call.body)
    if not isinstance(body.get("client"), dict):
        raise invalid({"client": ["The client field is required."]})
    seats = body.get("clients_count")
    if isinstance(seats, bool) or not isinstance(seats, int) or seats < 1:
        raise invalid({"clients_count": ["The clients_count must be an integer of at least 1."]})
    if row.start_utc < call.now.timestamp():
        raise invalid({"activity_id": ["The event has already started."]})
    if row.clients_count + seats > row.capacity:
        raise invalid({"clients_count": ["There are not enough free places."]})
    booking_id = store.book(row, seats)
    return Answer(201, {"data": appointment(booking_id, row, seats), "meta": []})
