"""Short versions of the stories that `make faults` tells at length."""

from __future__ import annotations

import pytest
from e2e.rehearsal import variables
from faults.plots import PLOTS, stories, total

FAULTY_CREATES = 40
"""For each plot; the long version has thousands."""


@pytest.mark.parametrize("name", PLOTS)
def test_no_class_is_there_twice_or_lost(name: str) -> None:
    told = total(list(stories(PLOTS[name], FAULTY_CREATES, first_seed=1, variables=variables)))
    plot = PLOTS[name]
    assert told.faulty >= FAULTY_CREATES
    assert {"applied", "late", "not applied"} <= told.faults.keys()
    assert bool(told.deaths) == bool(plot.deaths)
    assert not plot.mix.gets or any(fault.startswith("read: ") for fault in told.faults)
    assert not told.reported, "within the grace period nothing may be there twice, not even with a word"
