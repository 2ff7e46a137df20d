"""What every request must pass before it reaches an operation: host, media type, tokens, location."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reconciler.sandbox.exchange import Edition, RefusedError
from reconciler.sandbox.options import PARTNER_TOKEN, USER_TOKEN
from reconciler.sandbox.rows import Catalogue

MEDIA_TYPE = "application/vnd.api.v2+json"
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?\Z")
_ID = re.compile(r"[0-9]{1,15}\Z")


def check_host(host: str) -> None:
    """Raises RefusedError (403) for a name that is not loopback: a web page may have rebound it to us."""
    if not _LOOPBACK.match(host.lower()):
        raise RefusedError(403, "The sandbox answers only to loopback names.")


def check_media_type(accept: str, edition: Edition) -> None:
    """Raises RefusedError (400) if a request of version 2 does not accept its media type."""
    if edition != "v1" and not any(
        part.split(";")[0].strip().lower() == MEDIA_TYPE for part in accept.split(",")
    ):
        raise RefusedError(400, f"The header Accept: {MEDIA_TYPE} is required.")


def check_tokens(authorization: str, edition: Edition) -> None:
    """Raises RefusedError (401) unless both tokens are the sandbox's own; version 1 reads need the first."""
    partner, _, user = (part.strip() for part in authorization.partition(","))
    known = partner == f"Bearer {PARTNER_TOKEN}"
    if edition == "v1" and known and not user:
        return
    if not known or user != f"User {USER_TOKEN}":
        raise RefusedError(401, "The sandbox knows only its own two tokens; these are not they.")


def check_content_type(content_type: str) -> None:
    """Raises RefusedError (400) if a body is not declared as JSON."""
    if content_type.split(";", maxsplit=1)[0].strip().lower() != "application/json":
        raise RefusedError(400, "The header Content-Type: application/json is required.")


def find_location(catalogues: Mapping[int, Catalogue], text: str) -> int:
    """The id of an existing location that is this user's. Raises RefusedError (404, 403)."""
    location_id = int(text) if _ID.match(text) else 0
    if location_id not in catalogues:
        raise RefusedError(404, "The location was not found.")
    if not catalogues[location_id].allowed:
        raise RefusedError(403, "You have no access to this location.")
    return location_id


def read_activity_id(text: str | None) -> int:
    """The id in a path, 0 without one. Raises RefusedError (404) for anything that is no id."""
    if text is None:
        return 0
    if not _ID.match(text):
        raise RefusedError(404, "The event was not found.")
    return int(text)
