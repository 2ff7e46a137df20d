"""The cases that can be found when wishes meet the booking system: the words of the decision table.

A closed union. Matching finds the first five; comparing turns a `Pair` into `Differing`, and
looking for clashes turns `OnlyDesired` into `Blocked`. `decide` has one branch for each.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from reconciler.model.activity import Activity
from reconciler.model.hindrance import Hindrance
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import FieldChange


class PairedBy(Enum):
    """How a pair was found beyond doubt."""

    MARKER = auto()
    """The activity carries the mark of exactly this occurrence."""
    SLOT = auto()
    """Same start, service and teacher, and nothing else could be meant on either side."""


class Doubt(Enum):
    """Why an occurrence and its possible activities are not a pair."""

    STAFF = auto()
    """Same start and service, another teacher."""
    TIME = auto()
    """Same day, service and teacher, another time."""
    SERVICE = auto()
    """Same start and teacher, another service."""
    TIE = auto()
    """More than one pair is possible, or the activity is known as a copy of another class."""
    RENAMED = auto()
    """Its series was renamed, and one of the same service with an old mark of ours stands on another day."""


class OnlyDesired(NamedTuple):
    """Nothing in the booking system could be this occurrence."""

    occurrence: Occurrence


class InDoubt(NamedTuple):
    """Nothing in the booking system could be this occurrence, but a create of it may still land."""

    occurrence: Occurrence


class Blocked(NamedTuple):
    """Nothing could be this occurrence, but others occupy its teacher or a room, or are too close."""

    occurrence: Occurrence
    activities: tuple[Activity, ...]
    hindrances: tuple[Hindrance, ...] = ()
    """How they are in the way."""


class Pair(NamedTuple):
    """The occurrence is there, as this activity."""

    occurrence: Occurrence
    activity: Activity
    how: PairedBy


class Differing(NamedTuple):
    """The occurrence is there, as this activity, but declared fields differ."""

    pair: Pair
    changes: tuple[FieldChange, ...]
    """Never empty."""


class Doubtful(NamedTuple):
    """These activities (never none) might be the occurrence; to choose would be to guess."""

    occurrence: Occurrence
    how: Doubt
    activities: tuple[Activity, ...]


class Duplicate(NamedTuple):
    """A second activity for an occurrence that is already there as `twin`."""

    occurrence: Occurrence
    activity: Activity
    twin: Activity


class OnlyObserved(NamedTuple):
    """No occurrence could be this activity."""

    activity: Activity


Case = OnlyDesired | InDoubt | Blocked | Pair | Differing | Doubtful | Duplicate | OnlyObserved
