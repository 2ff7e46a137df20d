"""The client that creates: one request for one occurrence, and never a second.

Takes a `BookingSystem` and occurrences; returns an outcome for each. What is not known for
certain is said to be unknown; settling it is the business of whoever applies a plan.
"""

from __future__ import annotations

from typing import Self

from reconciler.altegio.asking import create_body, list_path
from reconciler.altegio.client import Connection, Observer, Transport
from reconciler.altegio.outcomes import outcome, unsendable
from reconciler.altegio.pacing import Pacer
from reconciler.altegio.settings import BookingSystem, Timing
from reconciler.altegio.wire import encode
from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Outcome

# A connection that idles longer may be closed by the server just as a create is on its way.
_KEEPALIVE_S = 4.0


class WriteClient:
    """Creates activities. It has no method that sends anything but POST, and its connection refuses to."""

    def __init__(
        self,
        system: BookingSystem,
        *,
        pacer: Pacer | None = None,
        timing: Timing | None = None,
        transport: Transport | None = None,
        observe: Observer | None = None,
    ) -> None:
        self._system = system
        self._connection = Connection(
            system,
            "POST",
            keepalive_s=_KEEPALIVE_S,
            pacer=pacer,
            timing=timing or Timing(),
            transport=transport,
            observe=observe,
        )

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._connection.requests

    def create(self, occurrence: Occurrence, *, again: bool = False) -> Outcome:
        """Asks once for this class; says what is known of it afterwards.

        `again` tells that an earlier try was refused; then no overlap is forced.

        Created if the answer echoes start, service and teacher as sent; Refused if the booking
        system said no, or the request surely never left (`sent` False); Unknown otherwise. After
        a Refused with status 429 the class may be asked for again, later. Never raises for what
        the server or the network did.
        """
        refused = unsendable(occurrence)
        if refused is not None:
            return refused
        path = list_path(self._system.edition, occurrence.series.location_id)
        url = self._system.base_url.rstrip("/") + path
        fields = create_body(occurrence, again=again, default_break=self._system.default_break)
        return outcome(occurrence, self._connection.exchange(url, body=encode(fields)))

    def close(self) -> None:
        """Closes all connections."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
