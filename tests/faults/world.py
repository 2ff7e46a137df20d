"""A simulated world: the sandbox's desk behind a network that fails by a seed, on a clock of its own.

The command runs in this process with its real code; only sockets, sleep, clock and disk flushes
are the world's. One seed gives one story. What really happened stands in the desk's history.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, NamedTuple

import httpx
from e2e.rehearsal import a_location

from reconciler.sandbox import Fixtures, LocationFixture, SandboxOptions, activities, lookups
from reconciler.sandbox.delivery import body_of
from reconciler.sandbox.desk import Desk, Incoming
from reconciler.sandbox.exchange import Answer
from reconciler.sandbox.rows import ActivityRow, RecordedRequest
from reconciler.sandbox.spoiling import with_fields
from reconciler.sandbox.stocking import stock
from reconciler.sandbox.store import Store

NOON = datetime(2035, 8, 20, 12, 0, tzinfo=UTC)
"""When every story begins; the season of the studio is September 2035."""
_MANY = re.compile(r"/api/v2/(?:companies|locations)/(\d+)/(activities|events)(?:/(\d+))?\Z")
_LOCATION = re.compile(r"/api/v1/company/(\d+)\Z")
_LIST = {"GET": activities.list_activities, "POST": activities.create_activity}
_ONE = {
    "GET": activities.get_activity,
    "PUT": activities.replace_activity,
    "DELETE": activities.delete_activity,
}


class Mix(NamedTuple):
    """How likely things go wrong, each from 0 to 1, and how what is in doubt ends."""

    posts: float = 0.0
    """A create that fails in any way."""
    ambiguous: float = 0.8
    """Of these, those after which nobody can know; the rest is refused or never leaves."""
    applied: float = 0.45
    late: float = 0.10
    """Of the ambiguous ones; what is neither applied nor late never happens."""
    latest_s: float = 60.0
    """Seconds that a late one may take to land."""
    gets: float = 0.0
    """A read that fails or lies."""
    shrinks: bool = False
    """Whether the server may lower the size of its pages, at any page of a list."""
    lag_s: float = 0.0
    """Seconds before a new row shows in a list."""


CALM = Mix()
PLAIN = SandboxOptions(durability="off")


class KilledError(BaseException):
    """The process died here. Not an Exception, so that no code of the command can survive it."""


@dataclass(kw_only=True)
class World:
    """Server, network and clock. `seed` decides everything that is left to chance."""

    seed: int
    mix: Mix = CALM
    location: LocationFixture = field(default_factory=a_location)
    options: SandboxOptions = PLAIN
    crowded: bool = False
    """Whether the server lets everything overlap."""
    on_post: Callable[[Incoming], None] = lambda _: None
    """Called before a create leaves, to check what must be true by then."""
    die_at_create: int | None = None
    """The create, counted from 1, at which the process dies; None for never."""
    dies: str = "after"
    """`before` it is sent, or `after`."""
    dead: bool = False
    """Whether the process of the command was killed: then it sends no more."""

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.seconds = 0.0
        self.faults: Counter[str] = Counter()
        """Name -> how often it really hit."""
        self.creates = 0
        """Creates that were sent."""
        self.faulty_creates = 0
        self._late: list[tuple[float, int, Incoming, str, float]] = []
        self._made: list[tuple[float, int]] = []
        """When each was made, and its id."""
        self._order = count()
        store = Store(None, "off")
        stock(store, Fixtures(locations=(self.location,)), self.now())
        self.desk = Desk(store, self.options, self.now, tick=self.monotonic, stamp=self.monotonic)

    # The clock.

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Time passes; what was on its way arrives."""
        until = self.seconds + max(0.0, seconds)
        while self._late and self._late[0][0] <= until:
            due, _, incoming, fault, received = heappop(self._late)
            self.seconds = max(self.seconds, due)
            self._do(incoming, fault=fault, received=received, sent=0)
        self.seconds = until

    def settle(self) -> None:
        """All that is under way arrives."""
        while self._late:
            self.sleep(self._late[0][0] - self.seconds)

    # The truth.

    def history(self) -> tuple[RecordedRequest, ...]:
        return self.desk.store.history()

    def live(self) -> list[ActivityRow]:
        return self.desk.store.live(self.location.id)

    def markers_under_way(self) -> set[str]:
        """Markers of the creates that will land later."""
        return {str(json.loads(late[2].body).get("comment", "")).split(" ")[-1] for late in self._late}

    # The network.

    def wire(self) -> httpx.BaseTransport:
        """What the command sends over."""
        return Wire(self)

    def carry(self, request: httpx.Request) -> httpx.Response:
        """What comes back for a request. Raises what httpx raises."""
        if self.dead:
            raise KilledError
        incoming = _incoming(request)
        self.sleep(0.02)
        if incoming.method == "POST":
            return self._create(incoming)
        if self.chance.random() < self.mix.gets:
            return self._failing_read(incoming)
        return _response(self._read(incoming))

    def _create(self, incoming: Incoming) -> httpx.Response:
        self.on_post(incoming)
        self.creates += 1
        if self.creates == self.die_at_create:
            if self.dies == "after":
                self._do(incoming, fault="died", sent=0)
            self.dead = True
            raise KilledError
        if self.chance.random() >= self.mix.posts:
            return _response(self._do(incoming))
        self.faulty_creates += 1
        if self.chance.random() >= self.mix.ambiguous:
            return self._refuse(incoming)
        fate = self.chance.random()
        if fate < self.mix.applied:
            self._hit("applied")
            answer = self._do(incoming, fault="applied", sent=0)
            return self._lose(incoming, answer)
        if fate < self.mix.applied + self.mix.late:
            self._hit("late")
            delay = self.chance.uniform(0.1, self.mix.latest_s)
            heappush(self._late, (self.seconds + delay, next(self._order), incoming, "late", self.seconds))
        else:
            self._hit("not applied")
            self.desk.note(incoming, 0, "not applied")
        return self._lose(incoming, None)

    def _refuse(self, incoming: Incoming) -> httpx.Response:
        """A create that surely did nothing, and of which the client can know it."""
        kind = self.chance.choice(
            ["not sent", "slow connect", "429", "429 seconds", "429 date", "429 absurd"]
        )
        self._hit(kind)
        if kind == "not sent":
            raise httpx.ConnectError("[Errno 111] Connection refused")
        if kind == "slow connect":
            self.sleep(5)
            raise httpx.ConnectTimeout("timed out")
        self.desk.note(incoming, 429, kind)
        headers = {"429": {}, "429 absurd": {"Retry-After": self.chance.choice(["-5", "1e9", "soon"])}}.get(
            kind
        )
        if kind == "429 seconds":
            headers = {"Retry-After": str(self.chance.randint(0, 5))}
        if kind == "429 date":
            when = self.now() + timedelta(seconds=2)
            headers = {"Retry-After": when.strftime("%a, %d %b %Y %H:%M:%S GMT")}
        refusal = b'{"success":false,"data":null,"meta":{"message":"Too many requests."}}'
        return httpx.Response(429, content=refusal, headers=headers)

    def _lose(self, incoming: Incoming, answer: Answer | None) -> httpx.Response:
        """Everything after which nobody can know whether the class is there."""
        kinds = [
            "closed",
            "reset",
            "silence",
            "broken write",
            "5xx",
            "408",
            "redirect",
            "empty",
            "html",
            "204",
        ]
        if answer is not None and answer.status == 201:
            kinds += ["torn", "gzip", "echo", "no id"]
        kind = self.chance.choice(kinds)
        self._hit(kind)
        self.sleep(self.chance.choice([0.0, 0.5, 3.0]))
        return _LOSSES[kind](self, answer)

    def _failing_read(self, incoming: Incoming) -> httpx.Response:
        kinds = ["reset", "silence", "5xx", "429", "html", "torn page"]
        kind = self.chance.choice([*kinds, *(["small page"] if self.mix.shrinks else ())])
        self._hit(f"read: {kind}")
        if kind == "429":
            return httpx.Response(429, headers={"Retry-After": "1"})
        if kind == "torn page":
            slip = replace(self.options, page_slip=self.chance.choice([-1, 1]))
            return _response(self._read(incoming, slip))
        if kind == "small page":
            # From now on, in the middle of whatever is being read. One short page between longer
            # ones is more than the reader claims to find out.
            self.options = replace(self.options, page_cap=25)
            return _response(self._read(incoming))
        return _LOSSES[kind](self, None)

    def _read(self, incoming: Incoming, options: SandboxOptions | None = None) -> Answer:
        listed = incoming.edition != "v1" and incoming.activity is None
        late = [made for at, made in self._made if at > self.seconds - self.mix.lag_s] if listed else []
        # Hidden before pages are cut: a list that lags agrees with itself.
        self._hide(late, deleted=1)
        answer = self._do(incoming, options=options or self.options)
        self._hide(late, deleted=0)
        return answer

    def _hide(self, ids: list[int], *, deleted: int) -> None:
        if ids:
            store = self.desk.store
            store._edits += 1
            marks = ",".join("?" * len(ids))
            store._db.execute(f"UPDATE activity SET deleted=? WHERE id IN ({marks})", (deleted, *ids))

    def _do(self, incoming: Incoming, **facts: Any) -> Answer:
        if incoming.edition == "v1":
            operations: dict[str, Any] = {"GET": lookups.location}
        else:
            operations = _LIST if incoming.activity is None else _ONE
        if self.crowded and incoming.method == "POST":
            incoming = incoming._replace(
                body=json.dumps({**json.loads(incoming.body), "force": True}).encode()
            )
        answer = self.desk.answer(incoming, operations, **facts)
        if incoming.method == "POST" and answer.status == 201:
            self._made.append((self.seconds, self.desk.newest_id()))
        return answer

    def _hit(self, name: str) -> None:
        self.faults[name] += 1

    def silence(self) -> httpx.Response:
        self.sleep(15)
        raise httpx.ReadTimeout("timed out")


class Wire(httpx.BaseTransport):
    """What the command sends over."""

    def __init__(self, world: World) -> None:
        self._world = world

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._world.carry(request)


def _raised(error: Exception) -> Callable[[World, Answer | None], httpx.Response]:
    def fail(_world: World, _answer: Answer | None) -> httpx.Response:
        raise error

    return fail


def _five_hundred(world: World, _answer: Answer | None) -> httpx.Response:
    return httpx.Response(world.chance.choice([500, 502, 503, 504]), text="<html>Bad gateway</html>")


def _torn(_world: World, answer: Answer | None) -> httpx.Response:
    assert answer is not None
    return httpx.Response(201, content=body_of(answer)[:-10])


def _echo(world: World, answer: Answer | None) -> httpx.Response:
    assert answer is not None
    field_, value = world.chance.choice([("staff_id", "99"), ("service_id", "99"), ("deleted", "true")])
    changed = with_fields(answer.document, ((field_, value),))
    return _response(answer._replace(document=changed))


def _no_id(_world: World, answer: Answer | None) -> httpx.Response:
    assert answer is not None
    return _response(answer._replace(document=with_fields(answer.document, (("id", "absent"),))))


_LOSSES: dict[str, Callable[[World, Answer | None], httpx.Response]] = {
    "closed": _raised(httpx.RemoteProtocolError("Server disconnected without sending a response.")),
    "reset": _raised(httpx.ReadError("[Errno 104] Connection reset by peer")),
    "silence": lambda world, _: world.silence(),
    "broken write": _raised(httpx.WriteError("[Errno 32] Broken pipe")),
    "gzip": _raised(httpx.DecodingError("Error -3 while decompressing data")),
    "5xx": _five_hundred,
    "408": lambda *_: httpx.Response(408, text="Request Timeout"),
    "redirect": lambda *_: httpx.Response(302, headers={"Location": "http://127.0.0.1:1/"}),
    "empty": lambda *_: httpx.Response(201),
    "204": lambda *_: httpx.Response(204),
    "html": lambda *_: httpx.Response(200, text="<html>Sign in</html>"),
    "torn": _torn,
    "echo": _echo,
    "no id": _no_id,
}


def _incoming(request: httpx.Request) -> Incoming:
    path = request.url.path
    listed, place = _MANY.match(path), _LOCATION.match(path)
    assert listed or place, path
    return Incoming(
        method=request.method,
        path=path,
        query=request.url.query.decode(),
        host="127.0.0.1",
        accept=request.headers.get("Accept", ""),
        authorization=request.headers.get("Authorization", ""),
        content_type=request.headers.get("Content-Type", ""),
        edition=listed[2] if listed else "v1",  # type: ignore[arg-type]  # the pattern has only these
        location=(listed or place)[1],  # type: ignore[index]  # one of them was found
        activity=listed[3] if listed else None,
        body=request.read(),
    )


def _response(answer: Answer) -> httpx.Response:
    return httpx.Response(
        answer.status, content=body_of(answer), headers={"Content-Type": "application/json; charset=utf-8"}
    )
