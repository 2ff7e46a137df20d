"""What can go wrong with a read, as exceptions that a user can be shown as they are.

    AltegioError
    ├── BadAddressError      the environment's address is unusable; nothing was sent
    ├── BadTokenError        a token cannot be sent as it is; nothing was sent
    ├── NotAllowedError      401, 403: the tokens, or the rights of their user
    ├── NotFoundError        404: the location or the activity
    ├── RefusedReadError     another 4xx, or an error in a success's clothes; has field errors
    ├── UnreachableError     no connection, or no answer in time, however often it was tried
    ├── BusyError            429 or 5xx, however often it was tried
    ├── BadAnswerError       an answer that makes no sense: not JSON, wrong shape, too large
    ├── IncompleteReadError  pages that never joined up: the calendar keeps changing
    └── ZoneMismatchError    the booking system and the files place the location in different zones

Each takes the three things that a person needs, and holds no token, no header and no other
exception that does. Texts of the API in them are clipped and free of control characters, yet
they stay untrusted.
"""

from __future__ import annotations


class AltegioError(Exception):
    """Something kept us from reading. `summary` is one sentence without a full stop."""

    def __init__(self, summary: str, *, detail: str = "", hint: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail
        """Why, or in whose words; "" if there is nothing to add."""
        self.hint = hint
        """What to do next; "" if that is plain."""

    def __str__(self) -> str:
        return f"{self.summary}: {self.detail}" if self.detail else self.summary


class BadAddressError(AltegioError):
    """The address of the API is not one that tokens may be sent to."""


class BadTokenError(AltegioError):
    """A token is empty, mangled, or meant for another place. The text does not quote it."""


class NotAllowedError(AltegioError):
    """The booking system does not accept the tokens, or their user lacks the right."""


class NotFoundError(AltegioError):
    """The location or the activity does not exist, or is hidden from this user."""


class RefusedReadError(AltegioError):
    """The booking system found fault with the question. `fields`: (wire name, message) pairs."""

    def __init__(
        self, summary: str, *, detail: str = "", hint: str = "", fields: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(summary, detail=detail, hint=hint)
        self.fields = fields


class UnreachableError(AltegioError):
    """No connection could be made, or it broke or fell silent. Reads are tried again first."""


class BusyError(AltegioError):
    """The booking system is overloaded or out of order. Reads are tried again first."""

    def __init__(
        self, summary: str, *, detail: str = "", hint: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(summary, detail=detail, hint=hint)
        self.retry_after_s = retry_after_s
        """Seconds that the server asks us to wait, 0 to 60; None if it does not say."""


class BadAnswerError(AltegioError):
    """An answer that cannot be understood, and so cannot be trusted."""


class IncompleteReadError(AltegioError):
    """Several tries gave no list that is complete for certain; so no plan may be built on one."""


class ZoneMismatchError(AltegioError):
    """A row's own offset or timestamp contradicts the zone that the files give the location."""
