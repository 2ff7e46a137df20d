"""Every clause of the contract, against the sandbox, in both editions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sandbox.contract import CLAUSES, Backend, Clause, run

from reconciler.sandbox import (
    PARTNER_TOKEN,
    USER_TOKEN,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    ServiceFixture,
    StaffFixture,
    start,
)

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
STUDIO = LocationFixture(
    id=101,
    title="Studio Mitte",
    timezone="Europe/Berlin",
    default_break_s=1200,
    staff=(StaffFixture(id=5511, name="Anna"), StaffFixture(id=5512, name="Ben")),
    services=(ServiceFixture(id=9001, title="Yoga Flow"),),
    rooms=(RoomFixture(id=71, title="big hall"),),
    labels=(LabelFixture(id=31, title="autumn"),),
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with start(None, Fixtures(locations=(STUDIO,)), now=lambda: NOW) as sandbox:
        yield sandbox.url


@pytest.mark.parametrize("edition", ["activities", "events"])
@pytest.mark.parametrize("check", CLAUSES, ids=lambda check: check.__name__)
def test_the_sandbox_keeps_the_contract(url: str, check: Clause, edition: str) -> None:
    backend = Backend(
        url=url,
        partner_token=PARTNER_TOKEN,
        user_token=USER_TOKEN,
        edition="activities" if edition == "activities" else "events",
        location_id=101,
        timezone="Europe/Berlin",
        staff_ids=(5511, 5512),
        service_id=9001,
        room_id=71,
        label_id=31,
        first_day=datetime(2028, 1, 10) if edition == "activities" else datetime(2029, 1, 8),  # noqa: DTZ001 - local
        may_book=True,
    )
    run(backend, check)


def test_every_clause_names_its_source() -> None:
    assert all((check.__doc__ or "").startswith(("DOC", "VENDOR", "INF")) for check in CLAUSES)
