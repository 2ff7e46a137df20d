"""What `--version` says: the versions on which a plan depends."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder

from reconciler import __version__

SCHEMA_VERSIONS = "schedule 1, project 1, plan 1.0"


def version_text() -> str:
    """Tool, Python, zone data, holiday data and file formats, a line each."""
    python = ".".join(str(number) for number in sys.version_info[:3])
    return (
        f"reconciler {__version__}\n"
        f"Python {python}\n"
        f"zone data {tzdata_version()}\n"
        f"holiday data {holidays_version()}\n"
        f"formats {SCHEMA_VERSIONS}"
    )


def tzdata_version() -> str:
    """IANA version of the zone rules in use, such as `2026c`."""
    import tzdata  # type: ignore[import-untyped]  # a package of data with one constant

    return str(tzdata.IANA_VERSION)


def holidays_version() -> str:
    """Version of the holiday data, from the name of its record on disk.

    Importing the package takes 60 ms, asking the standard library for its metadata 50, pathlib 10.
    """
    spec = PathFinder.find_spec("holidays")
    if spec is None or spec.origin is None:
        return "not installed"
    with os.scandir(os.path.dirname(os.path.dirname(spec.origin))) as entries:  # noqa: PTH120 - see above
        names = [entry.name for entry in entries]
    records = sorted(name for name in names if name.startswith("holidays-") and name.endswith(".dist-info"))
    return records[-1].removeprefix("holidays-").removesuffix(".dist-info") if records else "unknown"
