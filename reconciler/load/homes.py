"""Which locations a file holds for.

A file says it by `location`, or takes it from the files that include it; a file that says nothing
in a project of several locations is a chain file: it holds for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from collections.abc import Sequence

from reconciler.load.placing import Places
from reconciler.load.scope import FileScope, did_you_mean
from reconciler.model.schedule import Location


def place_files(
    scopes: Sequence[FileScope], locations: Table[str, Location], included_by: Table[str, tuple[str, ...]]
) -> dict[str, Places]:
    """Name of a file -> the locations that it holds for; none, and a finding, if it cannot be placed."""
    by_name = {scope.document.name: scope for scope in scopes}
    said = {name: _said(scope, locations) for name, scope in by_name.items()}
    found: dict[str, Places] = {}
    for name, scope in by_name.items():
        own = said[name]
        found[name] = _inherited(scope, said, locations, included_by) if own is None else own
    return found


def _said(scope: FileScope, locations: Table[str, Location]) -> Places | None:
    """What a file says itself; None if nothing."""
    root = scope.document.root
    own = root.get("locations") or {}
    key = root.get("location") or (next(iter(own)) if len(own) == 1 else None)
    if key is None:
        return tuple(sorted(locations)) if own else None
    if key in locations:
        return (key,)
    scope.wrong(
        "CHK005",
        ("location",),
        f'there is no location "{key}"',
        hint=did_you_mean(key, locations) or "declare it under `locations:` with its id and timezone",
    )
    return ()


def _inherited(
    scope: FileScope,
    said: Table[str, Places | None],
    locations: Table[str, Location],
    included_by: Table[str, tuple[str, ...]],
) -> Places:
    """The locations of the files that include it, directly or not; all locations if none does."""
    found: set[str] = set()
    seen: set[str] = set()
    ahead = list(included_by.get(scope.document.name, ()))
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        places = said.get(name)
        above = included_by.get(name, ())
        if places is None and above:
            ahead += above
        else:
            found.update(locations if places is None else places)
    if not found and not locations:
        scope.wrong(
            "CHK005",
            (),
            "this file does not say which location it is about",
            hint="declare it: locations: {mitte: {id: 101, timezone: Europe/Berlin}}",
        )
    return tuple(sorted(found or locations))
