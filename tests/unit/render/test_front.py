from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest

from reconciler import render


def test_every_public_name_is_there() -> None:
    assert [name for name in render.__all__ if not hasattr(render, name)] == []
    assert set(render._HOMES) == set(render.__all__) - {"FORMATS"}
    assert isinstance(render.plan_view, FunctionType)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'to_html'"):
        _ = render.to_html


def test_the_front_loads_no_drawing_and_no_library() -> None:
    code = "import sys, reconciler.render as r; r.plan_view; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "reconciler.render.view" in loaded.split()
    assert not {"icalendar", "reconciler.render.plan_text", "reconciler.render.report"} & set(loaded.split())


def test_no_module_hides_a_public_name() -> None:
    modules = {path.stem for path in Path(render.__file__).parent.iterdir()}
    assert modules & set(render.__all__) == set()
