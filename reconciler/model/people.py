"""Who is one person at several locations.

Takes timetables; returns names by location and id. Where `travel` is declared, one name at two
locations means one person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.model.schedule import Timetable

People = Mapping[tuple[str, int], str]
"""Key of a location and id of somebody there -> the person's name."""


def people_under_way(timetables: Sequence[Timetable], *, everybody: bool) -> People:
    """Who teaches at several locations, or `everybody`; never those who stand for nobody in particular."""
    at: dict[str, list[tuple[str, int]]] = {}
    for timetable in timetables:
        unknown = timetable.staffing.placeholder_ids if timetable.staffing else frozenset()
        for staff_id, name in timetable.names.staff.items():
            if staff_id not in unknown:
                at.setdefault(name, []).append((timetable.location.key, staff_id))
    return {
        place: name
        for name, places in at.items()
        if everybody or len({key for key, _ in places}) > 1
        for place in places
    }
