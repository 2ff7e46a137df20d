"""Whether a rule is about a class.

Takes a `Selector`, a class and what it is made of on the date in question, returns yes or no.
"""

from __future__ import annotations

from reconciler.model.details import ClassDetails
from reconciler.model.schedule import EVERYTHING, GroupClass, Selector


def selects(selector: Selector, group: GroupClass, made_of: ClassDetails) -> bool:
    """Whether the class has one of each kind that is given; teacher, rooms and service as on that date."""
    if selector is EVERYTHING:
        return True
    return (
        (not selector.class_ids or group.id in selector.class_ids)
        and (not selector.tags or not selector.tags.isdisjoint(group.tags))
        and (not selector.service_ids or made_of.service_id in selector.service_ids)
        and (not selector.staff_ids or made_of.staff_id in selector.staff_ids)
        and (not selector.room_ids or not selector.room_ids.isdisjoint(made_of.room_ids or ()))
    )
