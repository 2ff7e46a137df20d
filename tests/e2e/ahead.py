"""Runs the command with a clock that is ahead, as `SECONDS_AHEAD` says; without that it is the plain command.

The seasons of these tests lie in 2035, so that they stay in the future. A plan reads everything
from the present on: on the machine's clock, nine empty years with every run.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from reconciler.cli import main, settings

read_clock, AHEAD = settings.read_clock, timedelta(seconds=float(os.environ.get("SECONDS_AHEAD", "0")))


def ahead(variables: Mapping[str, str], *, sandbox: bool) -> settings.Clock:
    """The clock of the run; one that is set for a rehearsal stays as it is."""
    clock = read_clock(variables, sandbox=sandbox)
    return clock if clock.rehearsed else replace(clock, now=lambda: clock.now() + AHEAD)


if __name__ == "__main__":
    vars(settings)["read_clock"] = ahead
    main()
