"""From a name to the entry behind it: teachers, services, rooms and labels of a location."""

from __future__ import annotations

from typing import Any

from reconciler.load.catalog import KINDS, PLACEHOLDER, Entry
from reconciler.load.document import Path
from reconciler.load.scope import FileScope, did_you_mean


def look_up(scope: FileScope, kind: str, name: Any, path: Path) -> Entry | None:
    """The entry behind a name; None, and a finding with the nearest known name, if there is none."""
    entries: dict[str, Entry] = getattr(scope.catalog, kind)
    entry = entries.get(str(name))
    scope.catalog.used.add((kind, str(name)))
    if entry is None and kind == "staff" and str(name) == PLACEHOLDER:
        scope.wrong(
            "CHK060",
            path,
            f"nobody at {scope.location} stands for a teacher who is to be announced",
            detail="The booking system wants a person for every class.",
            hint=f"create a person for it there, and add `{PLACEHOLDER}:` with its id under `staff:`",
        )
    elif entry is None:
        listed = did_you_mean(str(name), entries)
        add = f"or add it under `{kind}:` with its id"
        scope.wrong(
            "CHK004",
            path,
            f'"{name}" is no {KINDS[kind]} of {scope.location}',
            hint=f"{listed.rstrip('?')}? {add}"
            if "?" in listed
            else f"{listed}; {add}"
            if listed
            else f"add it under `{kind}:` with its id in the booking system",
        )
    return entry


def look_up_somewhere(scope: FileScope, kind: str, name: Any, path: Path) -> Entry | None:
    """The same for a rule that applies wherever its name is known: None without a finding elsewhere.

    A name that no location of the file has is a finding.
    """
    known = (getattr(scope.catalogs[key], kind) for key in scope.everywhere if key != scope.location)
    if str(name) not in getattr(scope.catalog, kind) and any(str(name) in entries for entries in known):
        return None
    return look_up(scope, kind, name, path)
