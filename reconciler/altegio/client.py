"""One request, one reply: the connection that both clients stand on.

Takes a `BookingSystem` and requests; returns an `Answer` or a `Failure` for each, never an
exception for what the world did. Only home of httpx: no redirects, no cookies, no method that
the owner did not ask for, a total deadline, a cap on what is read, and none of the library's own
errors let out, for they hold the request and with it the tokens.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

from reconciler.altegio.deadline import HURRY_S, Deadline, bound
from reconciler.altegio.errors import BadAddressError
from reconciler.altegio.pacing import Pacer, make_pacer
from reconciler.altegio.replies import Answer, Failure, FailureKind, Reply
from reconciler.altegio.retrying import retry_after_s
from reconciler.altegio.settings import BookingSystem, Timing

# httpx imports its own command line, and with it click, rich and pygments, unless that is barred.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None is how Python bars a module
import httpx  # noqa: E402  # only after the bar

ACCEPT = "application/vnd.api.v2+json"
"""Media type without which the v2 API answers 400."""
_PAUSE_AFTER_429_S = 1.0
_SHORTEST_SECRET = 8  # anything shorter is no real token, and would blot out ordinary words


class Exchange(NamedTuple):
    """One finished request, for logs: it never holds headers, tokens or bodies."""

    method: str
    path: str
    status: int | None
    """None if there was no usable answer."""
    elapsed_s: float
    bytes_read: int
    failure: str
    date: str = ""
    """The server's time, as its header `Date` has it: untrusted."""


Observer = Callable[[Exchange], None]
Transport = httpx.BaseTransport
"""What carries requests; tests bring their own."""


class _OverdueError(Exception):
    """The request's total time is up."""


class _TooLargeError(Exception):
    """The answer is longer than any real one."""


class _OnlyMethod(httpx.BaseTransport):
    """Lets one method pass and refuses every other one: the last lock on a client that only reads."""

    def __init__(self, method: str, inner: httpx.BaseTransport) -> None:
        self._method = method
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != self._method:
            raise RuntimeError(f"this client sends nothing but {self._method}")
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


class Connection:
    """Connections to one booking system for one method, GET or POST.

    `requests` counts what was sent, attempts that failed included. `transport` replaces the
    network, for tests. `keepalive_s` is how long an idle connection is trusted: a create should
    not meet one that the server is about to close.
    """

    def __init__(
        self,
        system: BookingSystem,
        method: str,
        *,
        keepalive_s: float,
        pacer: Pacer | None,
        timing: Timing,
        transport: Transport | None = None,
        observe: Observer | None = None,
    ) -> None:
        self.requests = 0
        self._system = system
        self._method = method
        self._timing = timing
        self._observe = observe
        self.pacer = pacer if pacer is not None else make_pacer(system.pace, timing)
        self._deadline = Deadline(timing.monotonic)
        network = transport if transport is not None else _network(system, keepalive_s, self._deadline)
        # The transport without a `httpx.Client` around it: no redirect can be followed, no cookie
        # kept and no credential of the environment added, and a request costs a third less.
        self._network = _OnlyMethod(method, network)
        self._headers = httpx.Headers(_headers(system, method))
        patience = httpx.Timeout(system.timeouts.read_s, connect=system.timeouts.connect_s)
        self._extensions = {"timeout": patience.as_dict()}

    def exchange(self, url: str, params: Sequence[tuple[str, str]] = (), body: bytes | None = None) -> Reply:
        """Waits for its turn, sends, and reads the answer to its end."""
        if not self.pacer.wait():
            return Failure(FailureKind.NOT_SENT, "the run was interrupted before it was sent")
        self.requests += 1
        began = self._timing.monotonic()
        reply = self._send(f"{url}?{urlencode(params)}" if params else url, body)
        if isinstance(reply, Answer) and reply.status == 429:
            self.pacer.slow_down(reply.retry_after_s or _PAUSE_AFTER_429_S)
        if self._observe is not None:
            path, elapsed_s = httpx.URL(url).path, self._timing.monotonic() - began
            if isinstance(reply, Answer):
                size = len(reply.body)
                self._observe(Exchange(self._method, path, reply.status, elapsed_s, size, "", reply.date))
            else:
                self._observe(Exchange(self._method, path, None, elapsed_s, 0, reply.detail))
        return reply

    def close(self) -> None:
        """Closes all connections."""
        self._network.close()

    def _send(self, url: str, body: bytes | None) -> Reply:
        self._deadline.start(self._system.timeouts.total_s, self.pacer.stopping)
        try:
            request = httpx.Request(
                self._method, url, headers=self._headers, content=body, extensions=self._extensions
            )
            response = self._network.handle_request(request)
            try:
                content = self._content(response)
            finally:
                response.close()
            wait = retry_after_s(response.headers.get("Retry-After"), self._timing.now)
            date = response.headers.get("Date", "")
            return Answer(response.status_code, self._without_tokens(content), wait, date)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as error:
            return _failure(error, self._system, self._patience_s())
        except _OverdueError:
            return Failure(FailureKind.SILENT, f"no complete answer within {self._patience_s():g} s")
        except _TooLargeError:
            return Failure(FailureKind.UNREADABLE, f"it is larger than {self._system.body_limit} bytes")

    def _patience_s(self) -> float:
        """Seconds that the request was allowed to take in the end."""
        return HURRY_S if self._deadline.hurried else self._system.timeouts.total_s

    def _content(self, response: httpx.Response) -> bytes:
        chunks, size = [], 0
        for chunk in response.iter_bytes():
            chunks.append(chunk)
            size += len(chunk)
            if size > self._system.body_limit:
                raise _TooLargeError
            if self._deadline.passed:
                raise _OverdueError
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def _without_tokens(self, content: bytes) -> bytes:
        """A server that repeats what it was sent must not bring the tokens into our texts."""
        for token in (self._system.partner_token, self._system.user_token):
            secret = token.reveal().encode()
            if len(secret) >= _SHORTEST_SECRET and secret in content:
                content = content.replace(secret, b"***")
        return content


def _headers(system: BookingSystem, method: str) -> dict[str, str]:
    partner, user = system.partner_token.reveal(), system.user_token.reveal()
    headers = {
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Authorization": f"Bearer {partner}, User {user}",
        "User-Agent": "schedule-reconciler",
    }
    return headers if method == "GET" else {**headers, "Content-Type": "application/json"}


def _network(system: BookingSystem, keepalive_s: float, deadline: Deadline) -> httpx.BaseTransport:
    limits = httpx.Limits(max_connections=8, max_keepalive_connections=8, keepalive_expiry=keepalive_s)
    if system.loopback and system.base_url.startswith("http:"):
        # Plain http has no certificate to check; building the checks would take 40 to 70 ms.
        transport = httpx.HTTPTransport(verify=False, trust_env=False, limits=limits)
    else:
        try:
            transport = httpx.HTTPTransport(limits=limits, proxy=_proxy(system))
        except (ValueError, ImportError, httpx.InvalidURL):
            raise BadAddressError(
                "The proxy that the environment names cannot be used",
                detail="HTTPS_PROXY or ALL_PROXY must be an http:// or https:// address.",
                hint="Correct it, or name the API's host in NO_PROXY.",
            ) from None
    pool = transport._pool  # noqa: SLF001  # the library has no public way to reach its sockets
    pool._network_backend = bound(pool._network_backend, deadline)  # noqa: SLF001  # as above
    return transport


def _proxy(system: BookingSystem) -> str | None:
    host = httpx.URL(system.base_url).host
    proxies = getproxies()
    address = proxies.get("https") or proxies.get("all")
    if system.loopback or not address or proxy_bypass(host):
        return None
    return address if "://" in address else f"http://{address}"


def _failure(error: Exception, system: BookingSystem, patience_s: float) -> Failure:
    """What went wrong, in words of our own: of the library's, only an operating system's reason."""
    host = httpx.URL(system.base_url).netloc.decode("ascii")
    timeouts = system.timeouts
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return Failure(FailureKind.NOT_SENT, f"no connection to {host} within {timeouts.connect_s:g} s")
        case httpx.ConnectError() | httpx.ProxyError():
            return Failure(FailureKind.NOT_SENT, f"no connection to {host}: {error}")
        case httpx.UnsupportedProtocol():
            return Failure(FailureKind.NOT_SENT, f"{host} cannot be spoken to")
        case httpx.TimeoutException():
            wait = min(timeouts.read_s, patience_s)
            return Failure(FailureKind.SILENT, f"no answer from {host} within {wait:g} s")
        case httpx.DecodingError():
            return Failure(FailureKind.UNREADABLE, "its compression is broken")
        case _:
            return Failure(FailureKind.BROKEN, f"the connection to {host} broke off ({type(error).__name__})")
