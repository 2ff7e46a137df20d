"""Names that a location declares and nobody uses; looked for only where a project wants to know.

Takes the catalogs of all locations, their files read to the end; returns a finding for each name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reconciler.load.catalog import KINDS, Catalog
from reconciler.model.diagnostic import Diagnostic, Severity

UNUSED = "CHK086"


def unused_names(catalogs: Mapping[str, Catalog]) -> Iterator[Diagnostic]:
    """Ascending by location, kind and name. A name of a whole chain is used if one location needs it."""
    needed = {
        (entry.document.name, entry.path)
        for catalog in catalogs.values()
        for kind in KINDS
        for name, entry in getattr(catalog, kind).items()
        if (kind, name) in catalog.used
    }
    for location, catalog in sorted(catalogs.items()):
        for kind, called in KINDS.items():
            for name, entry in sorted(getattr(catalog, kind).items()):
                if (entry.document.name, entry.path) not in needed:
                    yield Diagnostic(
                        code=UNUSED,
                        severity=Severity.NOTICE,
                        summary=f'no class or rule of {location} needs the {called} "{name}"',
                        detail="A name that nobody uses is often a slip of the pen somewhere else.",
                        hint="take it out, or use it",
                        span=entry.span,
                    )
