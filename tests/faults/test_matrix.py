"""Each way in which client, network and server can fail, over real sockets.

Every row asserts that the fault was really hit, that no class is there twice or lost, that
nothing was sent again without a look, and that the same command, run again, comes to rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from e2e.rehearsal import CREATES, NO_CHANGES, YOGA_EVENINGS, a_location
from faults.hasty import APPLY, Place, a_place
from faults.stories import SCHEDULE
from faults.world import NOON

from reconciler.sandbox import Fault, Fixtures, StaffFixture, start

POST = {"method": "POST", "path": "*/activities"}
REFUSAL = json.dumps({"success": False, "data": None, "meta": {"message": "Closed for good."}})


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Callable[..., Place]]:
    with ExitStack() as stack:

        def open_place(*faults: Fault, **wishes: Any) -> Place:
            folder = tmp_path / f"place{len(list(tmp_path.iterdir()))}"
            return stack.enter_context(a_place(folder, *faults, **wishes))

        yield open_place


def comes_to_rest(place: Place, *statuses: int, tries: int = 3) -> None:
    """The same command again, until nothing is left to do; then every class is there once."""
    for _ in range(tries):
        place.clock.sleep(120)
        ended = place.run(*APPLY)
        assert ended.status in {0, *statuses}, ended
        if ended.status == 0 and ended.out.startswith("No changes"):
            break
    assert ended.out == NO_CHANGES, ended
    rows = place.per_marker()
    assert len(rows) == CREATES
    assert set(rows.values()) == {1}
    assert place.blind_retries() == []


LOSSES: dict[str, Fault] = {
    "N5 closed before it is read": Fault(action="drop unread", **POST),
    "N6 applied, then closed": Fault(action="drop after commit", **POST),
    "N7 closed, not applied": Fault(action="drop", **POST),
    "N8 closed, applied later": Fault(action="drop then commit", seconds=20, **POST),
    "N9 reset, not applied": Fault(action="reset", **POST),
    "N9 applied, then reset": Fault(action="reset after commit", **POST),
    "N10 silence, not applied": Fault(action="silence", **POST),
    "N10 applied, then silence": Fault(action="silence after commit", **POST),
    "N11 dripping": Fault(action="drip", seconds=0.02, **POST),
    "N12 half of a status line": Fault(action="torn head", **POST),
    "N13 half of the body": Fault(action="torn answer", **POST),
    "N14 a malformed chunk": Fault(action="torn chunk", **POST),
    "N15 no HTTP at all": Fault(action="noise", **POST),
    "N16 bad compression": Fault(action="garbage", headers=(("Content-Encoding", "gzip"),), **POST),
    "N17 a web page": Fault(action="garbage", body="<html>Sign in</html>", **POST),
    "N20 redirect 301": Fault(action="redirect", status=301, body="/elsewhere", **POST),
    "N20 redirect 302": Fault(action="redirect", status=302, body="/elsewhere", **POST),
    "N20 redirect 303": Fault(action="redirect", status=303, body="/elsewhere", **POST),
    **{
        f"H14 {status}, {words}": Fault(action=action, status=status, **POST)  # type: ignore[arg-type]
        for status in (500, 502, 503, 504)
        for action, words in (("error", "not applied"), ("error after commit", "applied"))
    },
    "H14 504, applied later": Fault(action="error then commit", status=504, seconds=20, **POST),
    "H15 408": Fault(action="error", status=408, **POST),
    "H16 a 4xx that is not the API's own": Fault(action="error", status=403, body="<html>WAF</html>", **POST),
    "H18 201 without a body": Fault(action="error", status=201, body="", **POST),
    "H18 applied, 204": Fault(action="error after commit", status=204, body="", **POST),
    "H19 success without words that is none": Fault(
        action="change answer", fields=((".success", "false"), (".data", "null")), **POST
    ),
    "H21 an answer without the id": Fault(action="change answer", fields=(("id", "absent"),), **POST),
    "H22 an answer of wrong types": Fault(
        action="change answer", fields=(("date", "[]"), ("length", "{}")), **POST
    ),
}


@pytest.mark.parametrize("nth", [1, 5], ids=["first", "fifth"])
@pytest.mark.parametrize("name", LOSSES)
def test_a_lost_answer_never_makes_a_second_class(place: Callable[..., Place], name: str, nth: int) -> None:
    from dataclasses import replace

    here = place(replace(LOSSES[name], nth=nth))
    ended = here.run(*APPLY)
    assert here.sandbox.fault_hits() == (1,), "the fault was never hit"
    assert ended.status in {0, 5}, ended
    comes_to_rest(here)
    assert len(here.posts()) <= CREATES + 1


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_to_another_host_takes_no_token_along(place: Callable[..., Place], status: int) -> None:
    """N21."""
    with start(None, Fixtures(locations=(a_location(),)), now=lambda: NOON) as elsewhere:
        target = f"{elsewhere.url}/companies/101/activities"
        here = place(Fault(action="redirect", status=status, body=target, nth=2, **POST))
        here.run(*APPLY)
        assert here.sandbox.fault_hits() == (1,)
        assert elsewhere.history() == ()
        comes_to_rest(here)


def test_a_refused_connection_sent_nothing_and_is_made_up_for(place: Callable[..., Place]) -> None:
    """N1."""
    here = place(Fault(action="refuse connections", nth=3, seconds=30, **POST))
    ended = here.run(*APPLY)
    assert here.sandbox.fault_hits() == (1,)
    assert ended.status in {0, 4, 5, 75}, ended
    comes_to_rest(here)
    assert len(here.posts()) == CREATES


def test_field_errors_are_told_with_the_line_of_the_class(place: Callable[..., Place]) -> None:
    """H1."""
    errors = {
        "success": False,
        "data": None,
        "meta": {"message": "Bad.", "errors": {"capacity": ["Too big."]}},
    }
    here = place(Fault(action="error", status=422, body=json.dumps(errors), nth=4, **POST))
    ended = here.run(*APPLY)
    assert here.sandbox.fault_hits() == (1,)
    assert ended.status == 4
    assert "Too big." in ended.out
    assert "schedules/autumn.yaml:" in ended.out
    assert len(here.sandbox.activities(101)) == CREATES - 1
    comes_to_rest(here)


def test_a_wrong_token_at_the_start_is_asked_once(place: Callable[..., Place]) -> None:
    """H2."""
    here = place(Fault(action="error", status=401, body=REFUSAL, times=None))
    ended = here.run(*APPLY)
    assert ended.status == 77
    assert "TOKEN" in ended.err
    assert len(here.sandbox.history()) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_ends_on_the_way_stops_the_run_which_can_be_resumed(
    place: Callable[..., Place], status: int
) -> None:
    """H3."""
    here = place(Fault(action="error", status=status, body=REFUSAL, nth=5, times=None, **POST))
    ended = here.run(*APPLY)
    assert ended.status == 4
    assert len(here.posts()) == 5, "after the refusal nothing more is sent"
    assert len(here.sandbox.activities(101)) == 4
    here.sandbox.set_faults()
    comes_to_rest(here)


def test_a_busy_teacher_is_refused_by_name_and_never_forced(place: Callable[..., Place]) -> None:
    """H6."""
    free = dict.fromkeys((0, 2, 3, 4, 5, 6), ((0, 1440),))
    staff = (StaffFixture(id=11, name="Anna"), StaffFixture(id=12, name="Ben", works=free))
    here = place(location=a_location(staff=staff))
    ended = here.run(*APPLY)
    assert ended.status == 4
    assert "409" in ended.out
    assert not any(json.loads(post.body).get("force") for post in here.posts())
    assert [
        str(row["date"])[:16].replace("T", " ") + ":00" for row in here.sandbox.activities(101)
    ] == YOGA_EVENINGS


@pytest.mark.parametrize(
    ("headers", "at_least"),
    [
        ((), 0.5),
        ((("Retry-After", "7"),), 7),
        ((("Retry-After", "-7"),), 0.5),
        ((("Retry-After", "soon"),), 0.5),
        ((("Retry-After", "999999999"),), 1),
        ((("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"),), 0),
    ],
    ids=["no header", "seconds", "negative", "no sense", "absurd", "past"],
)
def test_too_many_requests_are_waited_for_and_then_all_is_well(
    place: Callable[..., Place], headers: tuple[tuple[str, str], ...], at_least: float
) -> None:
    """H10, H11: a 429 did nothing, so asking again is safe."""
    here = place(Fault(action="error", status=429, body=REFUSAL, headers=headers, nth=3, times=2, **POST))
    before = here.clock.slept
    ended = here.run(*APPLY)
    assert here.sandbox.fault_hits() == (2,)
    assert ended.status == 0, ended
    assert at_least <= here.clock.slept - before < 1000
    assert len(here.posts()) == CREATES + 2
    comes_to_rest(here)


def test_an_error_in_a_success_is_a_refusal(place: Callable[..., Place]) -> None:
    """H17."""
    here = place(Fault(action="error", status=200, body=REFUSAL, nth=5, **POST))
    ended = here.run(*APPLY)
    assert ended.status == 4
    assert "Closed for good." in ended.out
    comes_to_rest(here)


@pytest.mark.parametrize(
    "fields",
    [(("staff_id", "99"),), (("date", "2035-09-03T19:30:00+0200"),), (("service_id", "99"),)],
    ids=["another teacher", "an hour later", "another service"],
)
@pytest.mark.parametrize("nth", [1, 5], ids=["first", "fifth"])
def test_an_echo_that_differs_is_not_believed_but_read_back(
    place: Callable[..., Place], fields: tuple[tuple[str, str], ...], nth: int
) -> None:
    """H20: what is kept counts, not what was answered."""
    here = place(Fault(action="change answer", fields=fields, nth=nth, **POST))
    ended = here.run(*APPLY)
    assert here.sandbox.fault_hits() == (1,)
    faulty = next(one.order for one in here.posts() if one.fault)
    assert any(one.order > faulty for one in here.gets()), "it was not looked at"
    assert ended.status in {0, 4, 5}, ended
    comes_to_rest(here)
    assert len(here.posts()) == CREATES


@pytest.mark.parametrize("edition", ["activities", "events"])
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(1, id="P1 a row went"),
        pytest.param(-1, id="P2 a row came"),
        pytest.param(3, id="P3 several went"),
    ],
)
def test_a_list_that_changes_while_it_is_read_is_read_again(
    place: Callable[..., Place], rows: int, edition: str
) -> None:
    here = place(page_cap=25, edition=edition, schedule=SCHEDULE)
    assert here.run(*APPLY).status == 0
    here.sandbox.set_faults(Fault(action="torn pages", rows=rows, method="GET", nth=2, times=1))
    posts = len(here.posts())
    for nth in range(2, 9):
        here.sandbox.set_faults(Fault(action="torn pages", rows=rows, method="GET", nth=nth))
        ended = here.run("plan")
        assert ended.out == NO_CHANGES, (nth, ended)
        assert here.sandbox.fault_hits() == (1,), nth
    assert len(here.posts()) == posts


def test_a_page_that_fails_for_good_means_no_plan(place: Callable[..., Place]) -> None:
    """P9."""
    here = place(page_cap=5)
    assert here.run(*APPLY).status == 0
    posts = len(here.posts())
    here.sandbox.set_faults(Fault(action="error", status=503, method="GET", nth=3, times=None))
    ended = here.run(*APPLY)
    assert ended.status == 75, ended
    assert "to add" not in ended.out
    assert len(here.posts()) == posts
    assert here.sandbox.fault_hits()[0] >= 3, "a read is tried again before it is given up"


def test_a_fault_that_does_not_fire_is_noticed(place: Callable[..., Place]) -> None:
    """The matrix can fail: a fault behind the last create is not hit, and that shows."""
    here = place(Fault(action="drop", nth=CREATES + 1, **POST))
    here.run(*APPLY)
    assert here.sandbox.fault_hits() == (0,)
