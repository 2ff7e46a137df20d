import pytest

from reconciler.altegio import Pace, eta_s, make_pacer


def departures(pacer, clock, count: int) -> list[float]:
    times = []
    for _ in range(count):
        pacer.wait()
        times.append(clock.now_s)
    return times


def most_in(times: list[float], window_s: float) -> int:
    return max(sum(1 for other in times if start <= other < start + window_s) for start in times)


def test_without_a_pace_nothing_waits(clock) -> None:
    departures(make_pacer(None, clock.timing()), clock, 50)
    departures(make_pacer(Pace(), clock.timing()), clock, 50)
    assert clock.slept == []


def test_both_limits_hold_in_every_window(clock) -> None:
    times = departures(make_pacer(Pace(per_second=4, per_minute=20), clock.timing()), clock, 100)
    assert most_in(times, 1.0) == 4
    assert most_in(times, 60.0) == 20


def test_the_pace_is_used_up_to_one_hundredth(clock) -> None:
    times = departures(make_pacer(Pace(per_second=4, per_minute=180), clock.timing()), clock, 361)
    assert 120 <= times[-1] - times[0] <= 121.2


@pytest.mark.parametrize(
    "pace",
    [
        Pace(per_second=4, per_minute=2),
        Pace(per_second=4, per_minute=240),
        Pace(per_second=4, per_minute=9999),
        Pace(per_second=1),
        Pace(per_minute=1),
        Pace(per_second=5, per_minute=5),
    ],
)
def test_any_pair_of_limits_works(clock, pace: Pace) -> None:
    times = departures(make_pacer(pace, clock.timing()), clock, 12)
    assert most_in(times, 1.0) <= (pace.per_second or 12)
    assert most_in(times, 60.0) <= (pace.per_minute or 12)


def test_after_a_refusal_it_pauses_and_halves_the_pace_for_a_minute(clock) -> None:
    pacer = make_pacer(Pace(per_second=4), clock.timing())
    pacer.wait()
    began = clock.now_s
    pacer.slow_down(7)
    times = departures(pacer, clock, 200)
    assert times[0] - began == pytest.approx(7, abs=0.01)
    careful = [time for time in times if time < began + 67]
    later = [time for time in times if time > began + 69]
    assert most_in(careful, 1.0) == 2
    assert most_in(later, 1.0) == 4


def test_each_refusal_halves_the_pace_down_to_an_eighth_and_each_good_minute_doubles_it(clock) -> None:
    pacer = make_pacer(Pace(per_second=16), clock.timing())
    rates = []
    for refusals in (1, 1, 1, 1, 0, 0, 0, 0, 0):
        for _ in range(refusals):
            pacer.slow_down(0)
        clock.now_s += 2  # what went before is no longer counted
        rates.append(most_in(departures(pacer, clock, 40), 1.0))
        clock.now_s += 0 if refusals else 60
    assert rates == [8, 4, 2, 2, 2, 4, 8, 16, 16]


def test_without_a_pace_requests_keep_a_distance_after_a_refusal_and_for_minutes_only(clock) -> None:
    pacer = make_pacer(None, clock.timing())
    pacer.slow_down(1)
    times = departures(pacer, clock, 30)
    assert most_in(times, 1.0) == 4
    pacer.slow_down(1)
    assert most_in(departures(pacer, clock, 30), 1.0) == 2
    clock.now_s += 300
    before = len(clock.slept)
    departures(pacer, clock, 30)
    assert len(clock.slept) == before


def test_a_pause_is_kept_without_a_pace(clock) -> None:
    pacer = make_pacer(None, clock.timing())
    pacer.slow_down(3)
    pacer.wait()
    assert clock.slept == [3]


@pytest.mark.parametrize(
    ("requests", "pace", "seconds"),
    [
        (0, Pace(per_second=4), 0),
        (1, Pace(per_second=4), 0),
        (4, Pace(per_second=4), 0),
        (5, Pace(per_second=4), 1),
        (58, Pace(per_second=4, per_minute=180), 14),
        (180, Pace(per_second=4, per_minute=180), 44),
        (181, Pace(per_second=4, per_minute=180), 60),
        (100, Pace(), 0),
    ],
)
def test_the_time_that_requests_take_follows_from_the_pace(requests: int, pace: Pace, seconds: int) -> None:
    assert eta_s(requests, pace) == seconds


def test_a_wish_to_stop_ends_a_wait_and_lets_nothing_more_go(clock) -> None:
    pacer = make_pacer(Pace(per_minute=1), clock.timing())
    assert pacer.wait() is True
    began = clock.now_s
    pacer.heed(lambda: clock.now_s >= began + 3)
    assert pacer.wait() is False
    assert clock.now_s - began < 4
    assert make_pacer(None, clock.timing()).wait() is True


def test_a_pause_that_the_server_asked_for_ends_with_a_wish_to_stop(clock) -> None:
    pacer = make_pacer(None, clock.timing())
    pacer.slow_down(60)
    began = clock.now_s
    pacer.heed(lambda: clock.now_s >= began + 1)
    assert pacer.wait() is False
    assert clock.now_s - began < 2
