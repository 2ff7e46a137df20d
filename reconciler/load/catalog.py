"""The names of a location's people and things, and the ids that they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.load.document import Document, Path
from reconciler.model.diagnostic import Span
from reconciler.model.names import Names


class Entry(NamedTuple):
    """One name: the id behind it, and where it is written."""

    id: int
    document: Document
    path: Path

    @property
    def span(self) -> Span:
        """Place of the name; looked for only when somebody asks, since that reads the file again."""
        return self.document.span(self.path, key=True)


@dataclass(frozen=True, slots=True)
class Catalog:
    """Name -> entry, for one location. Filled while its files are read, then only looked up in."""

    staff: dict[str, Entry] = field(default_factory=dict)
    services: dict[str, Entry] = field(default_factory=dict)
    rooms: dict[str, Entry] = field(default_factory=dict)
    labels: dict[str, Entry] = field(default_factory=dict)
    seats: dict[int, int] = field(default_factory=dict)
    """Id of a service -> seats that it has by its own declaration."""
    room_seats: dict[int, int] = field(default_factory=dict)
    """Id of a room -> seats that it has by its own declaration."""
    given: dict[int, tuple[Document, Path, list[str]]] = field(default_factory=dict)
    """Id of a person -> where the services of this person stand, and their names."""
    used: set[tuple[str, str]] = field(default_factory=set)
    """Kinds and names that somebody asked for."""

    def names(self) -> Names:
        """The same, from ids to names; of several names for one id the alphabetically first."""
        return Names(
            staff=_by_id(self.staff),
            services=_by_id(self.services),
            rooms=_by_id(self.rooms),
            labels=_by_id(self.labels),
        )


PLACEHOLDER = "to be announced"
"""A name of staff that begins like this stands for a person who is still to be found."""

KINDS = {"staff": "teacher", "services": "service", "rooms": "room", "labels": "label"}
"""Key of the names in a file -> what one of them is called."""


def _by_id(entries: dict[str, Entry]) -> dict[int, str]:
    return {entry.id: name for name, entry in sorted(entries.items(), reverse=True)}
