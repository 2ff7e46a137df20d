"""How long people need between places: the `travel` block -> Travel."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from reconciler.load.mapping import Mapping
from reconciler.load.scope import FileScope
from reconciler.load.values import parse_duration
from reconciler.model.travel import Travel

ROOMS = "between_rooms"


def build_travel(scopes: Iterable[FileScope], locations: Collection[str]) -> Travel | None:
    """The one `travel` block of a project; None, perhaps with findings, if there is none."""
    known: Travel | None = None
    for scope in scopes:
        node = scope.document.root.get("travel")
        if node is None:
            continue
        if known is not None:
            scope.wrong(
                "CHK078",
                ("travel",),
                f"travel times are declared already, at {known.span}",
                hint="keep them in one file, best the project file",
                key=True,
            )
            continue
        known = _travel(scope, node, locations)
    return known


def _travel(scope: FileScope, node: Mapping, locations: Collection[str]) -> Travel:
    between: dict[tuple[str, str], int] = {}
    rooms = 0
    for key, text in node.items():
        seconds = scope.value(parse_duration, text, ("travel", key)) or 0
        if key == ROOMS:
            rooms = seconds
            continue
        pairs = _pairs(key, locations)
        if len(pairs) != 1 or pairs[0] in between:
            scope.wrong(
                "CHK076",
                ("travel", key),
                f'"{key}" does not name two locations'
                if not pairs
                else f'the way "{key}" is there twice'
                if len(pairs) == 1
                else f'"{key}" can mean several ways',
                hint=f"write two of {', '.join(sorted(locations)[:6])}, with a hyphen between them",
                key=True,
            )
            continue
        between[pairs[0]] = seconds
    return Travel(between=between, between_rooms=rooms, span=scope.here(node))


def _pairs(key: str, locations: Collection[str]) -> list[tuple[str, str]]:
    """The two locations that a key can mean, for their own keys may have hyphens as well."""
    found: list[tuple[str, str]] = []
    for index, character in enumerate(key):
        one, other = sorted((key[:index], key[index + 1 :]))
        if character == "-" and one != other and one in locations and other in locations:
            found.append((one, other))
    return found
