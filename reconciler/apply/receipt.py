"""What became of a plan, as a text to keep: so that no plan file is carried out twice.

A receipt holds ids, what was sent and the outcome of each operation. It holds no token and no
client's name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from reconciler.apply.journal import describe
from reconciler.model.report import Outcome

VERSION = "1.0"


def receipt_text(facts: Mapping[str, object], outcomes: Sequence[Outcome], sent: Mapping[str, object]) -> str:
    """The receipt as JSON text.

    Args:
        facts: what to say about the run (environment, digest, times).
        outcomes: one for each operation, in order.
        sent: address -> the fields as the plan showed them.
    """
    operations = [
        {
            "address": outcome.occurrence.address,
            **describe(outcome),
            "after": sent[outcome.occurrence.address],
        }
        for outcome in outcomes
    ]
    body = {"receipt_version": VERSION, **facts, "operations": operations}
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"
