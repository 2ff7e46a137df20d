from __future__ import annotations

import pytest

from reconciler.sandbox.spoiling import with_fields, without_rows


def test_rows_are_taken_out_by_id_whatever_its_type() -> None:
    document = {"data": [{"id": "1"}, {"id": 2}], "meta": []}
    assert without_rows(document, {2}) == {"data": [{"id": "1"}], "meta": []}


@pytest.mark.parametrize("document", [None, [], {"data": None}, {"data": {"id": 1}}])
def test_what_is_no_list_stays_as_it_is(document: object) -> None:
    assert without_rows(document, {1}) == document


def test_a_field_is_changed_where_it_stands() -> None:
    row = {"id": 1, "attributes": {"date": "x", "length": 3}}
    changed = with_fields({"data": row}, (("date", "y"), ("id", "9"), ("length", "absent"), ("new", "[1]")))
    assert changed == {"data": {"id": 9, "attributes": {"date": "y", "new": [1]}}}
    assert row["attributes"] == {"date": "x", "length": 3}


def test_a_flat_row_gets_it_beside_its_id() -> None:
    assert with_fields({"data": [{"id": 1}]}, (("date", "2"),)) == {"data": [{"id": 1, "date": 2}]}


@pytest.mark.parametrize("text", ["not json", "{", "[" * 100_000])
def test_a_value_that_is_no_json_is_text(text: str) -> None:
    assert with_fields({"data": 1}, ((".data", text),)) == {"data": text}
