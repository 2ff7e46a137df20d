"""One request and one answer as plain values, and the envelopes that errors come in."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Literal, NamedTuple

Edition = Literal["activities", "events", "v1"]
Query = tuple[tuple[str, str], ...]

JSON = "application/json; charset=utf-8"


class Call(NamedTuple):
    """A request whose location is known and allowed."""

    method: str
    edition: Edition
    location_id: int
    activity_id: int
    """0 where the path has none."""
    query: Query
    body: str
    now: datetime
    """Aware."""


class Answer(NamedTuple):
    """What goes out. `document` None is a body of no bytes."""

    status: int
    document: object = None
    retry_after: int | None = None


class RefusedError(Exception):
    """A request that the contract refuses; whatever it wrote is rolled back."""

    def __init__(
        self,
        status: int,
        message: str,
        errors: dict[str, list[str]] | None = None,
        *,
        conflict: bool = False,
        wait_s: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors
        self.conflict = conflict
        self.wait_s = wait_s

    def answer(self) -> Answer:
        """The legacy envelope, which version 2 uses for failures as well."""
        meta: dict[str, object] = {"message": self.message}
        if self.errors:
            meta["errors"] = self.errors
        if self.conflict:
            meta["conflict"] = True
        return Answer(self.status, {"success": False, "data": None, "meta": meta})


def invalid(errors: dict[str, list[str]]) -> RefusedError:
    """422 with its field errors."""
    return RefusedError(422, "The given data was invalid.", errors)


def read_object(body: str) -> dict[str, object]:
    """The JSON object in a body. Raises RefusedError (400) for anything else."""
    try:
        document = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "The body is not valid JSON.") from error
    if not isinstance(document, dict):
        raise RefusedError(400, "The body must be a JSON object.")
    return document


def _no_constant(name: str) -> object:
    raise ValueError(name)


def encode(document: object) -> bytes:
    """JSON without blanks; non-ASCII as escapes, so that any text survives."""
    return json.dumps(document, separators=(",", ":")).encode()
