"""Why a wanted class and a live activity cannot both take place."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class HindranceKind(StrEnum):
    """How an activity is in the way of a wanted class."""

    TEACHER = "teacher"
    """It has the teacher."""
    ROOM = "room"
    """It has a room, or equipment."""
    BUFFER = "buffer"
    """It leaves a room less time than is needed between two classes."""
    WAY = "way"
    """It is at another place, and the teacher cannot get from one to the other in time."""


class Hindrance(NamedTuple):
    """One reason why a wanted class and a live activity cannot both take place."""

    kind: HindranceKind
    resource_id: int
    """Id of the teacher or room, at the location of the wanted class."""
    activity_id: int
    location: str
    """Key of the location of the activity."""
    needed_s: int = 0
    """Seconds that are needed between the two, 0 where none are."""
    between_s: int = -1
    """Seconds that there are; negative if both take place at once."""

    @property
    def code(self) -> str:
        """The code of the same finding about two classes of the files."""
        match self.kind:
            case HindranceKind.TEACHER | HindranceKind.ROOM:
                return "EXP016"
            case HindranceKind.BUFFER:
                return "EXP070"
            case HindranceKind.WAY:
                return "EXP060" if self.between_s < 0 else "EXP061"
