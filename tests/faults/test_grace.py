"""The duplicates model of the design, with the real command in it: only waiting long enough helps.

A server that lets everything overlap, creates that land up to a minute late, one run, no second
one: how many classes are there twice in the end, by the grace period of the environment?
"""

from __future__ import annotations

import pytest
from faults.model import GRACES, LATEST_S, counted


@pytest.mark.parametrize(
    "lag_s",
    [pytest.param(0.0, id="no lag"), pytest.param(3.0, id="the list lags", marks=pytest.mark.exhaustive)],
)
def test_a_grace_period_beyond_the_latest_landing_makes_no_double(lag_s: float) -> None:
    for grace_s in GRACES:
        result = counted(grace_s, 40, lag_s=lag_s)
        assert result.creates > 40
        assert result.silent == 0, "what is there twice is always named"
        if grace_s > LATEST_S + lag_s:
            assert result.twice == 0


def test_the_model_finds_the_doubles_of_those_who_do_not_wait() -> None:
    """The check can fail: without a grace period the same creates make doubles."""
    hasty = counted(0, 60, lag_s=0.0)
    assert hasty.twice > 0
    assert hasty.silent == 0
