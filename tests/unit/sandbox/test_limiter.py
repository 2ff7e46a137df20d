from __future__ import annotations

import pytest

from reconciler.sandbox.limiter import Limiter


def test_without_limits_nothing_waits() -> None:
    limiter = Limiter(None, None)
    assert [limiter.wait_for(0.0) for _ in range(1000)] == [0.0] * 1000


def test_any_second_holds_so_many() -> None:
    limiter = Limiter(2, None)
    assert [limiter.wait_for(t) for t in (0.0, 0.5)] == [0, 0]
    assert limiter.wait_for(0.75) == pytest.approx(0.25)
    assert limiter.wait_for(1.0) == 0
    assert limiter.wait_for(1.25) == pytest.approx(0.25)


def test_a_refused_request_does_not_count() -> None:
    limiter = Limiter(1, None)
    assert limiter.wait_for(0.0) == 0
    for t in (0.2, 0.4, 0.9):
        assert limiter.wait_for(t) > 0
    assert limiter.wait_for(1.0) == 0


def test_any_minute_holds_so_many_and_the_longer_wait_counts() -> None:
    limiter = Limiter(2, 2)
    assert [limiter.wait_for(t) for t in (0.0, 30.0)] == [0, 0]
    assert limiter.wait_for(30.5) == pytest.approx(29.5)
    assert limiter.wait_for(60.0) == 0
