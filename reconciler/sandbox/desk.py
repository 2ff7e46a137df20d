"""Answers one request at a time: gate, operation, commit, record. Knows no web framework.

It takes an `Incoming` and a table of operations by method, and gives an `Answer`, whatever happens.
"""

from __future__ import annotations

import logging
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl

from reconciler.sandbox import gate
from reconciler.sandbox.exchange import Answer, Call, Edition, Query, RefusedError
from reconciler.sandbox.faults import FaultBook
from reconciler.sandbox.limiter import Limiter
from reconciler.sandbox.options import SandboxOptions
from reconciler.sandbox.rows import RecordedRequest
from reconciler.sandbox.store import Store

BODY_LIMIT = 64 * 1024
"""Bytes; a longer body is refused."""
_REMEMBERED = 10_000
"""Latest creates that a stale list can hide."""
_log = logging.getLogger("reconciler.sandbox")

Operation = Callable[[Store, SandboxOptions, Call], Answer]


class Incoming(NamedTuple):
    """A request as it came, nothing checked."""

    method: str
    path: str
    query: str
    host: str
    accept: str
    authorization: str
    content_type: str
    edition: Edition
    location: str
    activity: str | None
    body: bytes


class Desk:
    """Everything that outlives a request, and the one way to answer one."""

    def __init__(
        self,
        store: Store,
        options: SandboxOptions,
        now: Callable[[], datetime],
        tick: Callable[[], float] = time.monotonic,
        stamp: Callable[[], float] = time.time,
    ) -> None:
        self.store = store
        self.options = options
        self.now = now
        self.faults = FaultBook(options.faults)
        self._limiter = Limiter(options.per_second, options.per_minute)
        self._tick = tick
        self.stamp = stamp
        """Unix seconds by the machine's clock, for the record."""
        self._made: deque[tuple[float, int]] = deque(maxlen=_REMEMBERED)

    def answer(
        self,
        incoming: Incoming,
        operations: Mapping[str, Operation],
        *,
        fault: str = "",
        sent: int | None = None,
        received: float | None = None,
        options: SandboxOptions | None = None,
    ) -> Answer:
        """Does the work and puts it on record.

        For a fault: its name, the status on record if it sends another one, when the request came
        if that is not now, and other switches for this request alone.
        """
        received = self.stamp() if received is None else received
        with self.store.lock:
            try:
                self.store.begin()
                answer = self._decide(incoming, operations, options or self.options)
                status = answer.status if sent is None else sent
                self._record(incoming, status, received, fault)
            except RefusedError as refused:
                self.store.rollback()
                answer = refused.answer()._replace(retry_after=self._wait(refused))
                self._record(incoming, answer.status if sent is None else sent, received, fault)
            except Exception:  # noqa: BLE001 - a defect here must look like a defect of a server
                self.store.rollback()
                _log.exception("the sandbox failed on %s %s", incoming.method, incoming.path)
                answer = RefusedError(500, "The sandbox has a defect.").answer()
        return answer

    def note(self, incoming: Incoming, status: int, fault: str) -> None:
        """Puts a request on record that a fault kept from being done."""
        with self.store.lock:
            self._record(incoming, status, self.stamp(), fault)

    def newest_id(self) -> int:
        """Id of the activity that was created last, 0 without any."""
        with self.store.lock:
            return self._newest_id()

    def made_within(self, seconds: float) -> frozenset[int]:
        """Ids of the activities that requests created in the last so many seconds."""
        since = self._tick() - seconds
        with self.store.lock:
            return frozenset(made for at, made in self._made if at > since)

    def _newest_id(self) -> int:
        return int(self.store.execute("SELECT coalesce(max(id),0) FROM activity").fetchone()[0])

    def _record(self, incoming: Incoming, status: int, received: float, fault: str) -> None:
        """Puts it on record, and commits it together with what it wrote, if it wrote."""
        open_still = self.store.in_transaction
        wrote = open_still and incoming.method != "GET"
        request = RecordedRequest(
            order=0,
            method=incoming.method,
            path=incoming.path,
            query=incoming.query,
            body=incoming.body.decode("utf-8", "replace"),
            status=status,
            received_at=received,
            committed_at=self.stamp() if wrote else None,
            fault=fault,
        )
        self.store.record(request)
        if open_still:
            self.store.commit()
        if wrote and incoming.method == "POST" and incoming.activity is None:
            self._made.append((self._tick(), self._newest_id()))

    def _wait(self, refused: RefusedError) -> int | None:
        if refused.status != 429 or self.options.retry_after == "absent":
            return None
        return max(1, math.ceil(refused.wait_s))

    def _decide(
        self, incoming: Incoming, operations: Mapping[str, Operation], options: SandboxOptions
    ) -> Answer:
        gate.check_host(incoming.host)
        wait = self._limiter.wait_for(self._tick())
        if wait > 0:
            raise RefusedError(429, "Too many requests.", wait_s=wait)
        gate.check_media_type(incoming.accept, incoming.edition)
        gate.check_tokens(incoming.authorization, incoming.edition)
        if not operations:
            raise RefusedError(404, "There is nothing at this path.")
        location_id = gate.find_location(self.store.catalogues, incoming.location)
        operation = operations.get(incoming.method)
        if operation is None:
            raise RefusedError(405, f"This path answers only to {', '.join(operations)}.")
        call = Call(
            method=incoming.method,
            edition=incoming.edition,
            location_id=location_id,
            activity_id=gate.read_activity_id(incoming.activity),
            query=_query(incoming.query),
            body=_text(incoming) if incoming.method in ("POST", "PUT") else "",
            now=self.now(),
        )
        return operation(self.store, options, call)


def _query(text: str) -> Query:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, max_num_fields=2000))
    except ValueError as error:
        raise RefusedError(400, "The query has too many fields.") from error


def _text(incoming: Incoming) -> str:
    if len(incoming.body) > BODY_LIMIT:
        raise RefusedError(413, f"The body is longer than {BODY_LIMIT} bytes.")
    gate.check_content_type(incoming.content_type)
    try:
        return incoming.body.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, "The body is not UTF-8.") from error
