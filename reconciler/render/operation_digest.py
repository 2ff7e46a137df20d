"""What a plan would write, and the fingerprint of it.

Takes a view or its changes, made just now or read from a file; returns the creates, and a
digest by which two plans can be told to do the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from operator import itemgetter

from reconciler.render.class_shape import DetailsView
from reconciler.render.shape import PlanView, ResourceChange

_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False).encode
"""A view is a tree, so nothing is looked for twice."""
_written = itemgetter(*sorted(DetailsView.__annotations__.keys() - {"force"}))
"""What a class says, without the names of its fields: half as much to write down ten thousand times."""


def operations(view: PlanView) -> tuple[ResourceChange, ...]:
    """What would be written: the creates, in the order of the plan."""
    return tuple(each for each in view["resource_changes"] if each["change"]["actions"] == ["create"])


def operations_digest(changes: Iterable[ResourceChange]) -> str:
    """SHA-256 over what would be written, in hexadecimal: addresses and classes of the creates.

    It does not depend on the clock, on places in files, or on the order of the list.
    """
    creates = [
        (change["address"], _written(after), after.get("force"))
        for change in changes
        if change["change"]["actions"] == ["create"] and (after := change["change"]["after"]) is not None
    ]
    creates.sort(key=itemgetter(0))
    return sha256(_canonical(creates).encode()).hexdigest()
