"""The booking API, both editions, behind one model: reads that prove themselves, creates that never double.

`ReadClient` and `read_activities` return activities; `WriteClient.create` returns an outcome.
What a booking system is, and what can go wrong, is cheap to import; the clients load their HTTP
library when they are first asked for.

>>> BookingSystem(
...     base_url="http://127.0.0.1:8080/api/v2",
...     partner_token=Secret("partner"),
...     user_token=Secret("user"),
... ).partner_token
***
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reconciler.altegio.errors import (
    AltegioError,
    BadAddressError,
    BadAnswerError,
    BadTokenError,
    BusyError,
    IncompleteReadError,
    NotAllowedError,
    NotFoundError,
    RefusedReadError,
    UnreachableError,
    ZoneMismatchError,
)
from reconciler.altegio.settings import BookingSystem, Edition, Pace, Secret, Timeouts, Timing

if TYPE_CHECKING:
    from reconciler.altegio.asking import ListQuery
    from reconciler.altegio.behind import read_behind
    from reconciler.altegio.client import Exchange
    from reconciler.altegio.pacing import Pacer, eta_s, make_pacer
    from reconciler.altegio.reader import LocationFacts, ReadClient
    from reconciler.altegio.reading import Listing, read_activities
    from reconciler.altegio.rows import Page
    from reconciler.altegio.writer import WriteClient
    from reconciler.altegio.zones import check_zone

__all__ = [
    "AltegioError",
    "BadAddressError",
    "BadAnswerError",
    "BadTokenError",
    "BookingSystem",
    "BusyError",
    "Edition",
    "Exchange",
    "IncompleteReadError",
    "ListQuery",
    "Listing",
    "LocationFacts",
    "NotAllowedError",
    "NotFoundError",
    "Pace",
    "Pacer",
    "Page",
    "ReadClient",
    "RefusedReadError",
    "Secret",
    "Timeouts",
    "Timing",
    "UnreachableError",
    "WriteClient",
    "ZoneMismatchError",
    "check_zone",
    "eta_s",
    "make_pacer",
    "read_activities",
    "read_behind",
]

_HOMES = {
    "Exchange": "client",
    "ListQuery": "asking",
    "Listing": "reading",
    "LocationFacts": "reader",
    "Pacer": "pacing",
    "Page": "rows",
    "ReadClient": "reader",
    "WriteClient": "writer",
    "check_zone": "zones",
    "eta_s": "pacing",
    "make_pacer": "pacing",
    "read_activities": "reading",
    "read_behind": "behind",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
