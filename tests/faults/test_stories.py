"""Short versions of the stories that `make faults` tells at length."""

from __future__ import annotations

import pytest
from e2e.rehearsal import variables
from faults.plots import PLOTS, stories, total

FAULTY_CREATES = 60
"""For each plot; the long version has thousands."""
UNSETTLED = pytest.mark.xfail(
    reason="what an earlier run left unresolved is not settled before the next plan", strict=False
)
SHRINKING = pytest.mark.xfail(
    reason="a single page that is shorter than the server's others is taken for the last one", strict=False
)
OPEN = {
    "pages shrink in the middle of a read": SHRINKING,
    "the next run comes at once": UNSETTLED,
    "the process dies, the next run comes at once": UNSETTLED,
    "everything at once": UNSETTLED,
}
"""What is missing in the command, by plot."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=OPEN.get(name, ())) for name in PLOTS])
def test_no_class_is_there_twice_or_lost(name: str) -> None:
    told = total(list(stories(PLOTS[name], FAULTY_CREATES, first_seed=1, variables=variables)))
    plot = PLOTS[name]
    assert told.faulty >= FAULTY_CREATES
    assert {"applied", "late", "not applied"} <= told.faults.keys()
    assert bool(told.deaths) == bool(plot.deaths)
    assert not plot.mix.gets or any(fault.startswith("read: ") for fault in told.faults)
    assert not told.reported, "within the grace period nothing may be there twice, not even with a word"
