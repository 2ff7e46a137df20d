"""Takes checked values out of plain data by name; refuses what has a wrong shape by its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from reconciler.sandbox.errors import FixtureError

_INTEGER = re.compile(r"[0-9]{1,15}\Z")
_NEVER = object()


@dataclass(frozen=True, slots=True)
class Node:
    """One mapping of the raw data and its path; hands out checked values."""

    raw: Mapping[str, object]
    path: str

    def at(self, key: str) -> str:
        """Path of the value under this key."""
        return f"{self.path}.{key}" if self.path else key

    def only(self, *known: str) -> None:
        """Refuses every key but these."""
        for key in self.raw:
            if key not in known:
                raise FixtureError(self.at(str(key)), f"is not known here; known are {', '.join(known)}")

    def integer(self, key: str, low: int, high: int, default: object = _NEVER) -> int:
        """A whole number from `low` to `high`; required without a default."""
        value = self.raw.get(key)
        if value is None and default is not _NEVER:
            return cast("int", default)
        if value is None:
            raise FixtureError(self.at(key), "is missing")
        return _integer(value, self.at(key), low, high)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required without a default."""
        value = self.raw.get(key, default)
        if value is None:
            raise FixtureError(self.at(key), "is missing")
        if not isinstance(value, str) or any("\ud800" <= c <= "\udfff" for c in value):
            raise FixtureError(self.at(key), "must be text")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.raw.get(key, default)
        if value in ("true", True):
            return True
        if value in ("false", False):
            return False
        raise FixtureError(self.at(key), "must be true or false")

    def ids(self, key: str) -> tuple[int, ...] | None:
        """A list of ids, None if there is none."""
        if self.raw.get(key) is None:
            return None
        return tuple(
            _integer(value, f"{self.at(key)}[{i}]", 1, 10**15) for i, value in enumerate(self._list(key))
        )

    def nodes(self, key: str) -> Iterator[Node]:
        """The mappings of a list, none if there is no list."""
        for i, value in enumerate(self._list(key)):
            yield read_node(value, f"{self.at(key)}[{i}]")

    def _list(self, key: str) -> list[object]:
        value = self.raw.get(key)
        if value in (None, ""):
            return []
        if not isinstance(value, list | tuple):
            raise FixtureError(self.at(key), "must be a list")
        return list(value)


def read_node(value: object, path: str) -> Node:
    """The node of a mapping. Raises FixtureError for anything else."""
    if not isinstance(value, Mapping):
        raise FixtureError(path, "must be a mapping of names to values")
    return Node(value, path)


def _integer(value: object, path: str, low: int, high: int) -> int:
    if isinstance(value, str) and _INTEGER.match(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise FixtureError(path, f"must be a whole number from {low} to {high}")
    return value
