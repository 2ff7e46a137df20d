from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.sandbox.exchange import Edition, RefusedError
from reconciler.sandbox.options import SandboxOptions
from reconciler.sandbox.queries import ListQuery, read_includes, read_list_query

NOW = "2027-01-04 10:00:00"
RANGE = "filter[from]=2027-01-05 00:00:00&filter[to]=2027-01-06 00:00:00"


def read(text: str, edition: Edition = "events", **options: Any) -> ListQuery:
    return read_list_query(tuple(parse_qsl(text, True)), edition, NOW, SandboxOptions(**options))


def refused_fields(text: str, edition: Edition = "events", **options: Any) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        read(text, edition, **options)
    assert caught.value.status == 422
    return list(caught.value.errors or {})


def test_the_defaults_differ_by_edition() -> None:
    assert (read(RANGE).limit, read(RANGE).offset) == (250, 0)
    assert (read(RANGE, "activities").limit, read(RANGE, "activities").offset) == (100, 0)


def test_each_edition_knows_its_own_paging_only() -> None:
    both = f"{RANGE}&limit=10&page=3&offset=7"
    assert read(both).offset == 20
    assert read(both, "activities").offset == 7


def test_arrays_repeat_the_bracketed_key() -> None:
    assert read(f"{RANGE}&filter[master_ids][]=5&filter[master_ids][]=10").staff_ids == (5, 10)


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ("filter[master_ids]=5", "filter.master_ids"),
        ("filter[master_ids][]=5,10", "filter.master_ids"),
        ("filter[service_ids][]=0", "filter.service_ids"),
        ("filter[weekdays][]=8", "filter.weekdays"),
        ("filter[capacity]=-1", "filter.capacity"),
        ("filter[sort]=up", "filter.sort"),
        ("filter[include_deleted]=maybe", "filter.include_deleted"),
        ("include[]=clients", "include"),
        ("limit=0", "limit"),
        ("limit=251", "limit"),
        ("limit=9999999999999999999999", "limit"),
        ("page=0", "page"),
    ],
)
def test_a_bad_value_is_refused_by_its_field(extra: str, field: str) -> None:
    assert refused_fields(f"{RANGE}&{extra}") == [field]


def test_the_range_is_required() -> None:
    assert refused_fields("") == ["filter.from", "filter.to"]
    assert refused_fields("filter[from]=2027-01-06 00:00:00&filter[to]=2027-01-06 00:00:00") == ["filter.to"]


def test_the_past_is_refused_unless_cancelled_ones_are_asked_for() -> None:
    past = "filter[from]=2027-01-04 09:59:59&filter[to]=2027-01-06 00:00:00"
    assert refused_fields(past) == ["filter.from"]
    assert read(past.replace("09:59:59", "10:00:00")).deleted_too is False
    assert read(f"{past}&filter[include_deleted]=1").deleted_too is True
    assert read(past, past_lists="serve").first == "2027-01-04 09:59:59"
    refused = refused_fields(f"{past}&filter[include_deleted]=1", include_deleted="refuse")
    assert refused == ["filter.include_deleted"]


def test_the_page_size_can_be_lowered_by_the_server() -> None:
    assert read(f"{RANGE}&limit=100", page_cap=7).limit == 7
    assert read(f"{RANGE}&page=3", page_cap=7).offset == 14
    assert read(f"{RANGE}&limit=1000", over_limit="lower").limit == 250


def test_a_plain_include_that_repeats_keeps_the_last() -> None:
    assert read_includes((("include", "staff"), ("include", "labels"))) == {"labels"}
    assert read_includes((("include[]", "staff"), ("include[]", "labels"))) == {"staff", "labels"}


def test_the_search_belongs_to_the_older_edition() -> None:
    assert read(f"{RANGE}&search=yoga").search == ""
    assert read(f"{RANGE}&search=yoga", "activities").search == "yoga"


KEYS = st.sampled_from(["limit", "page", "offset", "filter[master_ids][]", "filter[from]", "include", "x"])


@given(st.lists(st.tuples(KEYS, st.text())))
def test_no_query_raises_anything_but_a_refusal(pairs: list[tuple[str, str]]) -> None:
    query = (*parse_qsl(RANGE), *pairs)
    try:
        found = read_list_query(query, "activities", NOW, SandboxOptions())
    except RefusedError:
        return
    assert 1 <= found.limit <= 250
