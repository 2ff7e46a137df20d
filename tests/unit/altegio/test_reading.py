from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from reconciler.altegio import IncompleteReadError, Page, ZoneMismatchError, read_activities
from reconciler.altegio.asking import ListQuery
from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails

BERLIN = "Europe/Berlin"
FIRST = datetime(2027, 3, 1, 12, 0, 30)  # noqa: DTZ001  # local wall clock
DAY = timedelta(days=1)


def an_activity(number: int, start: datetime, **changes: object) -> Activity:
    utc = int(start.replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC).timestamp())
    return Activity(number, start, utc, ClassDetails(service_id=9001, staff_id=5511))._replace(**changes)


def calendar(days: int, per_day: int) -> list[Activity]:
    """So many classes a day from noon on, a minute apart."""
    noon = FIRST.replace(second=0) + timedelta(minutes=1)
    return [
        an_activity(day * 1000 + number, noon + day * DAY + timedelta(minutes=number))
        for day in range(days)
        for number in range(per_day)
    ]


@dataclass
class Calendar:
    """A booking system in memory: closed bounds, ordered by start, pages as large as its cap."""

    rows: list[Activity]
    edition: str = "activities"
    cap: int = 250
    states_total: bool = False
    open_bounds: bool = False
    overlap: timedelta = timedelta()
    requests: int = 0
    queries: list[ListQuery] = field(default_factory=list)
    meddle: Callable[["Calendar"], None] = lambda _: None

    def list_page(self, location_id: int, query: ListQuery) -> Page:
        assert location_id == 101
        self.requests += 1
        self.queries.append(query)
        self.meddle(self)
        rows = sorted(
            (row for row in self.rows if self._inside(query, row)), key=lambda row: (row.start, row.id)
        )
        size = min(query.limit, self.cap)
        begin = query.offset if self.edition == "activities" else (query.page - 1) * size
        return Page(tuple(rows[begin : begin + size]), len(rows) if self.states_total else None)

    def _inside(self, query: ListQuery, row: Activity) -> bool:
        if self.open_bounds:
            return query.first < row.start < query.last
        return query.first <= row.start + self.overlap and row.start <= query.last


def read(client: Calendar, days: int, per_day: int = 1):
    return read_activities(client, 101, BERLIN, FIRST, FIRST + days * DAY, per_day=per_day)


@pytest.mark.parametrize("edition", ["activities", "events"])
@pytest.mark.parametrize("cap", [1, 7, 100, 250])
@pytest.mark.parametrize("states_total", [False, True])
@pytest.mark.parametrize(("days", "per_day"), [(3, 1), (40, 3), (10, 30), (3, 260)])
def test_every_activity_is_read_once_whatever_the_pages(
    edition: str,
    cap: int,
    states_total: bool,
    days: int,
    per_day: int,
) -> None:
    rows = calendar(days, per_day)
    client = Calendar(rows, edition=edition, cap=cap, states_total=states_total)
    if cap == 1 and len(rows) > 300:
        pytest.skip("hundreds of pages a window")
    listing = read(client, days, per_day)
    assert list(listing.activities) == rows
    assert listing.requests == client.requests


@pytest.mark.parametrize("open_bounds", [False, True])
def test_windows_join_up_and_count_what_starts_at_their_edges_once(open_bounds: bool) -> None:
    midnight = FIRST.replace(hour=0, minute=0, second=0)
    starts = [midnight + day * DAY for day in range(1, 90)]
    starts += [start - timedelta(seconds=1) for start in starts]
    rows = [an_activity(number, start) for number, start in enumerate(sorted(starts))]
    client = Calendar(rows, open_bounds=open_bounds)
    assert list(read(client, 95, per_day=2).activities) == rows
    asked = [(query.first, query.last) for query in client.queries if query.offset == 0]
    assert asked[0][0] == FIRST
    assert all(later[0] <= earlier[1] for earlier, later in pairwise(asked))
    assert all(last - first <= 28 * DAY + timedelta(seconds=1) for first, last in asked)


def test_the_days_of_clock_changes_are_read_whole() -> None:
    hours = [datetime(2027, 3, 28, hour) for hour in (0, 1, 3, 23)]  # noqa: DTZ001  # local wall clock
    hours += [datetime(2027, 10, 31, hour) for hour in (0, 1, 2, 3, 23)]  # noqa: DTZ001  # local wall clock
    rows = [an_activity(number, start) for number, start in enumerate(hours)]
    assert list(read(Calendar(rows), 300).activities) == rows


@pytest.mark.parametrize(("per_day", "requests"), [(1, 10), (20, 19), (100, 74)])
def test_windows_are_sized_for_what_is_expected(per_day: int, requests: int) -> None:
    client = Calendar(calendar(133, per_day))
    listing = read(client, 133, per_day)
    assert len(listing.activities) == len(client.rows)
    # One request a window, and few more to prove the size of a page.
    assert listing.requests <= requests


class TotalOfThePage(Calendar):
    def list_page(self, location_id: int, query: ListQuery) -> Page:
        page = super().list_page(location_id, query)
        return page._replace(total=len(page.activities))


class NoTotalOnEmptyPages(Calendar):
    def list_page(self, location_id: int, query: ListQuery) -> Page:
        page = super().list_page(location_id, query)
        return page if page.activities else page._replace(total=None)


def test_an_empty_page_need_not_repeat_the_total() -> None:
    client = NoTotalOnEmptyPages(calendar(1, 300), states_total=True)
    assert list(read(client, 1, per_day=250).activities) == client.rows


@pytest.mark.parametrize("cap", [100, 250])
def test_a_total_that_counts_the_page_alone_proves_nothing(cap: int) -> None:
    with pytest.raises(IncompleteReadError):
        read(TotalOfThePage(calendar(1, 300), cap=cap), 1, per_day=250)


def test_an_empty_calendar_takes_one_request_a_window() -> None:
    listing = read(Calendar([]), 20)
    assert listing == ((), 1, frozenset())


def test_what_lies_outside_or_is_deleted_is_left_out() -> None:
    rows = calendar(5, 1)
    before = an_activity(900, FIRST - timedelta(minutes=50))
    client = Calendar([before, *rows, rows[1]._replace(id=901, deleted=True)], overlap=timedelta(hours=1))
    assert list(read(client, 2).activities) == rows[:2]


def removed_between_pages(client: Calendar) -> None:
    if client.requests == 2:
        client.rows.pop(0)


def added_between_pages(client: Calendar) -> None:
    if client.requests == 2:
        client.rows.insert(0, an_activity(999_999, FIRST.replace(second=31)))


@pytest.mark.parametrize("edition", ["activities", "events"])
@pytest.mark.parametrize("states_total", [False, True])
@pytest.mark.parametrize("meddle", [removed_between_pages, added_between_pages])
@pytest.mark.parametrize("count", [251, 300, 500])
def test_a_change_between_two_pages_restarts_the_window(
    edition: str,
    states_total: bool,
    meddle: Callable[[Calendar], None],
    count: int,
) -> None:
    client = Calendar(calendar(1, count), edition=edition, states_total=states_total, meddle=meddle)
    listing = read(client, 1, per_day=250)
    assert list(listing.activities) == sorted(client.rows, key=lambda row: (row.start, row.id))


def always_changing(client: Calendar) -> None:
    client.rows[0] = client.rows[0]._replace(id=client.requests + 100_000)


def test_a_calendar_that_never_holds_still_gives_no_list() -> None:
    client = Calendar(calendar(1, 300), meddle=always_changing)
    with pytest.raises(IncompleteReadError) as caught:
        read(client, 1, per_day=250)
    assert "keeps changing" in caught.value.summary
    assert "differ" in caught.value.detail


def test_bookings_that_come_in_while_reading_are_no_change() -> None:
    def book(client: Calendar) -> None:
        client.rows[0] = client.rows[0]._replace(booked=client.requests)

    assert len(read(Calendar(calendar(1, 300), meddle=book), 1, per_day=250).activities) == 300


class PageOneForEver(Calendar):
    def list_page(self, location_id: int, query: ListQuery) -> Page:
        self.requests += 1
        return Page(tuple(self.rows[:250]), None)


class NeverEnding(Calendar):
    def list_page(self, location_id: int, query: ListQuery) -> Page:
        self.requests += 1
        return Page((self.rows[0]._replace(id=self.requests),), None)


class OtherDates(Calendar):
    def list_page(self, location_id: int, query: ListQuery) -> Page:
        self.requests += 1
        return Page((an_activity(1, query.last + DAY),), None)


class WrongTotal(Calendar):
    def list_page(self, location_id: int, query: ListQuery) -> Page:
        return super().list_page(location_id, query)._replace(total=len(self.rows) + 1)


class ChangingTotal(Calendar):
    def list_page(self, location_id: int, query: ListQuery) -> Page:
        return super().list_page(location_id, query)._replace(total=1000 + self.requests)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (PageOneForEver, "repeats"),
        (NeverEnding, "never end"),
        (OtherDates, "outside"),
        (WrongTotal, "were stated"),
        (ChangingTotal, "total changed"),
    ],
)
@pytest.mark.parametrize("edition", ["activities", "events"])
def test_pages_that_do_not_fit_together_are_never_taken_for_a_list(
    kind: type[Calendar], why: str, edition: str
) -> None:
    client = kind(calendar(1, 300), edition=edition)
    with pytest.raises(IncompleteReadError) as caught:
        read(client, 1, per_day=250)
    assert why in caught.value.detail
    assert client.requests < 2000


def test_a_row_in_another_zone_stops_the_read_and_shows_both() -> None:
    start = FIRST.replace(hour=18, minute=30, second=0)
    kyiv = an_activity(41, start, utc=int(start.replace(tzinfo=ZoneInfo("Europe/Kyiv")).timestamp()))
    with pytest.raises(ZoneMismatchError) as caught:
        read(Calendar([kyiv]), 3)
    assert BERLIN in caught.value.summary
    assert "18:30" in caught.value.detail
    assert "17:30" in caught.value.detail


def test_a_row_that_names_no_instant_is_taken_at_its_word() -> None:
    rows = [row._replace(utc=None) for row in calendar(3, 1)]
    assert list(read(Calendar(rows), 3).activities) == rows


def test_the_fields_that_answers_lack_are_named() -> None:
    rows = calendar(2, 1)
    rows[0] = rows[0]._replace(details=ClassDetails(1, 2, (), (), 3, 300, 0, "", "", "", ""))
    rows[1] = rows[1]._replace(details=ClassDetails(1, 2, (), None, 3, 300, None, "", "", "", ""))
    assert read(Calendar(rows), 2).unknown_fields == frozenset({"label_ids", "break_s"})


def test_only_the_edition_that_has_side_loads_is_asked_for_them() -> None:
    for edition, wanted in (("activities", 0), ("events", 5)):
        client = Calendar([], edition=edition)
        read(client, 1)
        assert len(client.queries[0].include) == wanted


@pytest.mark.parametrize("edition", ["activities", "events"])
@pytest.mark.parametrize("lowered", [30, 100, 200])
@pytest.mark.parametrize("at", range(1, 9))
def test_a_page_size_that_is_lowered_while_it_is_read_loses_nothing(
    edition: str, lowered: int, at: int
) -> None:
    def lower(client: Calendar) -> None:
        if client.requests >= at:
            client.cap = lowered

    rows = calendar(30, 60)
    client = Calendar(rows, edition=edition, meddle=lower)
    assert list(read(client, 30, per_day=60).activities) == rows
    assert client.requests >= at


@pytest.mark.parametrize("step", [1, 2, 3, 5, 8])
def test_pages_that_get_shorter_all_the_time_are_read_whole_or_not_at_all(step: int) -> None:
    def lower(client: Calendar) -> None:
        client.cap = max(30, 250 - step * client.requests)

    client = Calendar(calendar(90, 60), meddle=lower)
    try:
        listing = read(client, 90, per_day=60)
    except IncompleteReadError:
        return
    assert list(listing.activities) == client.rows


def test_a_read_that_shrinks_in_every_try_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconciler.altegio.reading._has_shrunk", lambda *_: True)
    client = Calendar(calendar(5, 3))
    with pytest.raises(IncompleteReadError, match="shows at a time"):
        read(client, 5)
    assert client.requests == 6


def test_a_small_calendar_is_not_looked_at_twice() -> None:
    assert read(Calendar(calendar(20, 1)), 20).requests == 2


def test_a_row_that_slides_into_an_unproven_page_is_not_missed() -> None:
    """One page and one row more; while page two is asked for, a row of page one goes."""
    rows = calendar(1, 41)

    def take_one_away(client: Calendar) -> None:
        if client.requests == 2:
            del client.rows[0]

    client = Calendar(list(rows), cap=40, meddle=take_one_away)
    assert list(read(client, 1, per_day=250).activities) == rows[1:]
