"""What a class is made of: the fields that can differ between the files and the booking system."""

from __future__ import annotations

from typing import NamedTuple


class ClassDetails(NamedTuple):
    """The comparable facts of one class, the same shape on both sides.

    None always means "this side does not say": in the files, that nobody declared the field
    (so it is not compared); in an activity, that the answer of the API lacks it (so it is
    unknown, not different). Texts that are set but empty are "".

    Occurrences of one series share one value, so holding many of them is cheap.
    """

    service_id: int | None = None
    """Id of the group service in the booking system, 1 or more."""
    staff_id: int | None = None
    """Id of the teacher, 1 or more."""
    room_ids: tuple[int, ...] | None = None
    """Ids of resource instances (rooms, lanes, equipment), ascending, without repeats."""
    label_ids: tuple[int, ...] | None = None
    """Ids of tags of the entity "activity", ascending, without repeats."""
    capacity: int | None = None
    """Seats, 1 or more."""
    length_s: int | None = None
    """Seconds from start to end, the technical break included; 300 to 86400, a multiple of 300.

    If `break_s` is None in an occurrence (the location's default break applies), this is the
    lesson alone, for nobody but the server knows the rest.
    """
    break_s: int | None = None
    """Technical break at the end, seconds, 0 to 3600, a multiple of 300."""
    comment: str | None = None
    """Internal note as people wrote it, without our marker."""
    color: str | None = None
    """Lower-case `#rrggbb`, or ""."""
    instructions: str | None = None
    """Text for clients, up to 500 characters, or ""."""
    link: str | None = None
    """Address of the online stream, or ""."""
