from datetime import UTC, datetime

import pytest

from reconciler.altegio import make_pacer
from reconciler.altegio.errors import AltegioError, BusyError, NotAllowedError, UnreachableError
from reconciler.altegio.retrying import RetryQuota, retry_after_s, with_retries


def asking(*results: object):
    pending = list(results)

    def ask() -> object:
        result = pending.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    return ask, pending


def test_a_first_success_costs_nothing(clock) -> None:
    ask, _ = asking("answer")
    assert with_retries(ask, clock.timing()) == "answer"
    assert clock.slept == []


def test_what_may_pass_is_tried_four_times_with_growing_random_waits(clock) -> None:
    ask, pending = asking(UnreachableError("1"), BusyError("2"), UnreachableError("3"), "answer")
    assert with_retries(ask, clock.timing()) == "answer"
    assert clock.slept == [0.25, 0.5, 1.0]
    assert pending == []


def test_the_last_error_is_raised_and_there_is_no_fifth_attempt(clock) -> None:
    ask, pending = asking(*(BusyError(str(n)) for n in range(1, 6)))
    with pytest.raises(BusyError, match="4"):
        with_retries(ask, clock.timing())
    assert len(pending) == 1


@pytest.mark.parametrize("error", [NotAllowedError("no"), AltegioError("no")])
def test_what_will_not_pass_is_not_tried_again(clock, error: AltegioError) -> None:
    ask, pending = asking(error, "answer")
    with pytest.raises(type(error)):
        with_retries(ask, clock.timing())
    assert pending == ["answer"]
    ask, pending = asking(UnreachableError("1"), error, "answer")
    with pytest.raises(type(error)):
        with_retries(ask, clock.timing())
    assert pending == ["answer"]


def test_a_wait_that_the_server_asks_for_is_kept(clock) -> None:
    ask, _ = asking(BusyError("1", retry_after_s=17.0), BusyError("2", retry_after_s=0.0), "answer")
    with_retries(ask, clock.timing())
    assert clock.slept == [17.0, 0.0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("86400", 60.0),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("\u0667", None),
        ("9" * 1000, None),
        ("Mon, 04 Jan 2027 12:00:30 GMT", 30.0),
        ("Mon, 04 Jan 2027 13:00:00 GMT", 60.0),
        ("Mon, 04 Jan 2027 11:00:00 GMT", None),
        ("Mon, 04 Jan 2027 12:00:30", None),
        ("Mon, 99 Jan 99999999999 99:00:00 GMT", None),
    ],
)
def test_retry_after_is_understood_within_reason(header: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, lambda: datetime(2027, 1, 4, 12, 0, tzinfo=UTC)) == seconds


def test_a_wish_to_stop_ends_the_tries(clock) -> None:
    pacer = make_pacer(None, clock.timing())
    pacer.heed(lambda: True)
    ask, pending = asking(BusyError("1", retry_after_s=60.0), BusyError("2"), "answer")
    with pytest.raises(BusyError):
        with_retries(ask, clock.timing(), pacer)
    assert clock.slept == []
    assert pending[-1] == "answer"


def test_a_run_has_one_quota_for_all_its_further_attempts(clock) -> None:
    quota = RetryQuota(size=12)
    for _ in range(2):
        ask, _ = asking(BusyError("busy"), "answer")
        assert with_retries(ask, clock.timing(), quota=quota) == "answer"
    ask, pending = asking(BusyError("the end of patience"), "answer")
    with pytest.raises(BusyError, match="the end of patience"):
        with_retries(ask, clock.timing(), quota=quota)
    assert pending == ["answer"]


def test_answers_fill_the_quota_up_again_and_not_beyond_its_size(clock) -> None:
    quota = RetryQuota(size=5)
    for _ in range(50):
        with_retries(lambda: "answer", clock.timing(), quota=quota)
    assert quota.take()
    assert not quota.take()
    for _ in range(5):
        with_retries(lambda: "answer", clock.timing(), quota=quota)
    assert quota.take()
