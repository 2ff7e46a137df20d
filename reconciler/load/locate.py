"""Files -> what each of them says about each of its locations.

Takes the files of a run; returns a scope for every file and location, chain files first, so
that what a location repeats is reported in its own file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping as Table
from collections.abc import Sequence

from reconciler.load.homes import place_files
from reconciler.load.layers import borrowed
from reconciler.load.localized import Placing, localized
from reconciler.load.mapping import Mapping
from reconciler.load.placing import (
    POLICIES,
    check_limits,
    class_nodes,
    place_classes,
    place_exceptions,
)
from reconciler.load.scope import FileScope
from reconciler.model.schedule import Location


def at_their_locations(
    files: Sequence[FileScope],
    locations: Table[str, Location],
    defaults: Table[str, Mapping],
    included_by: Table[str, tuple[str, ...]],
) -> list[FileScope]:
    """A scope for each file and each location that it holds for; findings for what has no place.

    `defaults` are those of locations; `included_by` has the names of the files that include a file.
    """
    homes = place_files(files, locations, included_by)
    classes = {
        name: place_classes(scope, homes[name], locations)
        for name, scope in ((scope.document.name, scope) for scope in files)
    }
    at: dict[str, set[str]] = defaultdict(set)
    own_keys: dict[str, set[str]] = defaultdict(set)
    for scope in files:
        name, root = scope.document.name, scope.document.root
        check_limits(scope, homes[name], locations)
        for path, node in class_nodes(root):
            at[node["id"]].update(classes[name].get(path, homes[name]))
        if len(homes[name]) == 1:
            own_keys[homes[name][0]].update(key for key in POLICIES if key in root)
    found: list[FileScope] = []
    for scope in sorted(files, key=lambda scope: (-len(homes[scope.document.name]), scope.document.name)):
        places = homes[scope.document.name]
        placing = Placing(
            places=places,
            classes=classes[scope.document.name],
            exceptions=place_exceptions(scope, places, at, locations),
        )
        chain = len(places) > 1
        for key in places:
            document = localized(
                scope.document,
                key,
                placing,
                defaults=defaults.get(key) or Mapping(),
                yields=own_keys[key] if chain else (),
                elsewhere=[known for known, there in at.items() if key not in there] if chain else (),
            )
            here = FileScope(document=document, root=scope.root) if chain else scope
            here.document, here.location, here.timezone = document, key, locations[key].timezone
            here.everywhere = places
            found.append(here)
    return found


def gather_defaults(scope: FileScope, root: Mapping, known: dict[str, Mapping]) -> None:
    """Put the `defaults` that stand at locations to the known ones; a finding for a second time."""
    for key, node in (root.get("locations") or {}).items():
        if "defaults" not in node:
            continue
        if key in known:
            scope.wrong(
                "CHK075",
                ("locations", key, "defaults"),
                f"the location {key} has defaults already",
                hint="keep them in one place",
                key=True,
            )
        known.setdefault(key, borrowed(scope.document, node["defaults"]))
