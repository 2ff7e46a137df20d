"""The house rules, held against every class: opening hours, buffers, working limits, seats.

Takes the house rules of one location and its occurrences, series by series; returns one
diagnostic for each class, room or person that breaks a rule, with how often and the first dates.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.expand.house.buffers import short_buffers
from reconciler.expand.house.opening import outside_hours
from reconciler.expand.house.people import overworked
from reconciler.expand.house.seats import too_many_seats
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.house import HouseRules
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence


def check_house(rules: HouseRules, names: Names, occurrences: Sequence[Occurrence]) -> list[Diagnostic]:
    """Everything that breaks a rule. `occurrences` are those of one location, series by series."""
    found = list(too_many_seats(rules, names, occurrences))
    if rules.opening:
        found += outside_hours(rules, occurrences)
    if rules.buffers is not None:
        found += short_buffers(rules.buffers, names, occurrences)
    if rules.limits is not None or rules.limits_of:
        found += overworked(rules, names, occurrences)
    return found
