"""What is kept of an apply."""

from __future__ import annotations

import json

from builders import an_occurrence

from reconciler.apply.receipt import VERSION, receipt_text
from reconciler.model.report import Created, Refused


def test_a_receipt_says_what_was_sent_and_what_became_of_it() -> None:
    one, other = an_occurrence(), an_occurrence("pilates")
    sent = {one.address: {"capacity": 12}, other.address: {"capacity": 8}}
    outcomes = [
        Created(occurrence=one, activity_id=77),
        Refused(occurrence=other, status=409, message="Zoë is busy."),
    ]
    text = receipt_text({"environment": "studio", "applied_at": "2026-09-01T06:00:00+00:00"}, outcomes, sent)
    assert text.endswith("}\n")
    assert json.loads(text) == {
        "receipt_version": VERSION,
        "environment": "studio",
        "applied_at": "2026-09-01T06:00:00+00:00",
        "operations": [
            {"address": one.address, "outcome": "created", "activity_id": 77, "after": {"capacity": 12}},
            {
                "address": other.address,
                "outcome": "refused",
                "status": 409,
                "message": "Zoë is busy.",
                "field_errors": [],
                "sent": True,
                "after": {"capacity": 8},
            },
        ],
    }
