from __future__ import annotations

import json

from builders import an_occurrence
from unit.render.render_plans import a_location_plan, a_plan, create

from reconciler.render import plan_view, to_json, to_json_line


def test_it_is_the_json_of_the_standard_library() -> None:
    view = {"a": [], "b": {}, "c": [1, -2.5, None, True, False, "é·"], "d": {"e": [{"f": "x"}]}}
    assert to_json(view) == json.dumps(view, indent=2, ensure_ascii=False) + "\n"
    plan = plan_view(a_plan(a_location_plan([create(an_occurrence())])))
    assert to_json(plan) == json.dumps(plan, indent=2, ensure_ascii=False) + "\n"


def test_it_can_be_printed_encoded_and_parsed_whatever_is_in_it() -> None:
    view = {"\x1b": "\ud800\x9b\u202e\x7f\n"}
    text = to_json(view)
    assert text == '{\n  "\\u001b": "\\ud800\\u009b\\u202e\\u007f\\n"\n}\n'
    assert json.loads(text.encode()) == view


def test_a_line_is_one_line_of_ascii() -> None:
    line = to_json_line({"a": "é\n\u2028", "b": [1]})
    assert line == '{"a":"\\u00e9\\n\\u2028","b":[1]}\n'
