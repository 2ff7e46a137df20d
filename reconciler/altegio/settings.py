"""How to reach a booking system: address, edition, tokens, pace and limits, checked before any request.

Takes what the shell read from the project file and the environment; returns frozen values that
the clients are built from. Nothing here opens a connection or imports an HTTP library.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from reconciler.altegio.errors import BadAddressError, BadTokenError

Edition = Literal["activities", "events"]
"""Which published form of the v2 endpoints is spoken; "activities" is the project's reference."""

_TOKEN = re.compile(r"[A-Za-z0-9._~+/:-]+=*")
_TOKEN_LIMIT = 4096
_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")
_SANDBOX_PREFIX = "sandbox-"


class Secret:
    """A token. It shows itself as `***` wherever it is printed; `reveal()` gives the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The token itself, for a request header only."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a token is never written anywhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Requests that we allow ourselves, 1 or more each; None means no limit of that kind.

    The vendor's older documentation states 5 a second and 200 a minute for each address.
    """

    per_second: int | None = None
    per_minute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Patience in seconds. `total_s` bounds one request from its start to its last byte."""

    connect_s: float = 5.0
    read_s: float = 15.0
    total_s: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Clocks, sleep and chance, so that tests can hold them still."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """Aware; read only to understand a `Retry-After` that is a date."""
    chance: Callable[[], float] = random.random
    """A number from 0 up to but not including 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingSystem:
    """One environment of the booking API. A value that exists has a safe address and sound tokens.

    Raises:
        BadAddressError: `base_url` is no https address (http is for loopback only) ending in /v2.
        BadTokenError: a token could not be sent in a header as it is, or belongs to the sandbox.
    """

    base_url: str
    """Address of the v2 API, such as `https://api.alteg.io/api/v2`."""
    partner_token: Secret
    user_token: Secret
    edition: Edition = "activities"
    pace: Pace | None = None
    timeouts: Timeouts = Timeouts()
    default_break: Literal["absent", "null"] = "absent"
    """How a create asks for the location's default break: the reference allows both forms."""
    body_limit: int = 16 * 1024 * 1024
    """Bytes of one answer, after decompression, that are read at most."""

    def __post_init__(self) -> None:
        _check_address(self.base_url)
        for name, token in (("partner", self.partner_token), ("user", self.user_token)):
            _check_token(name, token.reveal(), for_sandbox=self.loopback)

    @property
    def loopback(self) -> bool:
        """Whether the address is on this machine; then no proxy and no TLS come between."""
        return _is_loopback(urlsplit(self.base_url).hostname)

    @property
    def v1_url(self) -> str:
        """Address of the older API beside it, which alone knows a location's zone."""
        return self.base_url.rstrip("/")[: -len("/v2")] + "/v1"


def _is_loopback(host: str | None) -> bool:
    return host is not None and _LOOPBACK.fullmatch(host) is not None


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # a port beyond 65535 raises here
    except ValueError:
        raise BadAddressError("The API address cannot be read") from None
    if not host or parts.scheme not in {"http", "https"} or not url.isascii() or not url.isprintable():
        raise BadAddressError("The API address must be an http(s) URL, such as https://api.alteg.io/api/v2")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise BadAddressError("The API address must hold no user name, no query and no fragment")
    if not parts.path.rstrip("/").endswith("/v2"):
        raise BadAddressError(f"The API address must end in /api/v2, and {url} does not")
    if parts.scheme == "http" and not _is_loopback(host):
        raise BadAddressError(
            f"{url} is not encrypted",
            detail="The tokens would travel in the clear; plain http is accepted for this machine only.",
            hint="Write https:// in the environment's `api`.",
        )


def _check_token(name: str, text: str, *, for_sandbox: bool) -> None:
    fault = _fault_of(text)
    if not fault and text.startswith(_SANDBOX_PREFIX) and not for_sandbox:
        fault = "is the sandbox's, which no real booking system may be sent"
    if fault:
        raise BadTokenError(
            f"The {name} token {fault}",
            detail="Nothing was sent.",
            hint=f"Set ALTEGIO_{name.upper()}_TOKEN (or ALTEGIO_{name.upper()}_TOKEN_FILE) "
            "to the bare token, without quotes, spaces or a word in front.",
        )


def _fault_of(text: str) -> str:
    if not text:
        return "is empty"
    if text.casefold().startswith(("bearer", "user ")):
        return 'starts with a word such as "Bearer", which belongs to the header'
    if not text.isascii() or any(c.isspace() or not c.isprintable() for c in text):
        return "holds a space, a line break or a character that no token has"
    if len(text) > _TOKEN_LIMIT or _TOKEN.fullmatch(text) is None:
        return "holds a character that no token has, or is far too long"
    return ""
