"""The reference is the one that the schemas give now.

With GOLDEN_WRITE=1 it is written anew.
"""

from __future__ import annotations

import json
import os

from docs.reference import reference
from docs.sessions import ROOT

PAGE = ROOT / "docs" / "reference.md"


def test_the_reference_is_made_from_the_schemas_as_they_are() -> None:
    schedule, project = (
        json.loads((ROOT / "schemas" / f"{which}.schema.json").read_text("utf-8"))
        for which in ("schedule", "project")
    )
    made = reference(schedule, project)
    if os.environ.get("GOLDEN_WRITE"):
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made, "the schemas changed: GOLDEN_WRITE=1 pytest tests/docs"
