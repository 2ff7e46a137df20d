"""Say what a schema error means, in the words of those who write timetables.

Takes one error of the `jsonschema` library and the whole schema; returns `SchemaError`s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from reconciler.load.grammars import called, mend
from reconciler.load.guards import printable
from reconciler.load.mapping import Path
from reconciler.load.outline import described, properties_of
from reconciler.load.phrases import example, last_key, nearest_key, place_name


class SchemaError(NamedTuple):
    """A deviation from the schema, by path; hashable, so that repeats can be dropped."""

    path: Path
    on_key: bool
    """Whether the key is wrong, not its value."""
    code: str
    summary: str
    detail: str
    hint: str
    is_empty: bool = False
    """Whether the key has no value at all."""


_HINTED = 100
_SCALARS = {"string", "integer", "number", "boolean"}


def explain(error: Any, schema: dict[str, Any]) -> Iterator[SchemaError]:
    """What one error of the validator means; one of unknown keys gives one for each key."""
    told = _KEYWORDS.get(error.validator, _other)
    yield from told(error, tuple(error.absolute_path), schema)


def _unknown_keys(error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    allowed = sorted(name for name in properties_of(schema, path) if not name.startswith("$"))
    where = place_name(path) or "this file"
    patterns = error.schema.get("patternProperties", {})
    unknown = [
        key
        for key in error.instance
        if key not in error.schema.get("properties", {})
        and not any(re.search(pattern, key) for pattern in patterns)
    ]
    for number, key in enumerate(unknown):
        # Finding the nearest key takes its time, and nobody reads a thousand hints.
        hint = nearest_key(key, allowed) if number < _HINTED else ""
        summary = f"`{printable(key)}` is not a key of {where}"
        yield SchemaError((*path, key), True, "SCH001", summary, "", hint)


def _missing_keys(error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    wanted = error.validator_value
    if isinstance(wanted, dict):
        wanted = [key for trigger, keys in wanted.items() if trigger in error.instance for key in keys]
    for key in wanted:
        if key not in error.instance:
            about = described(schema, (*path, key))
            yield SchemaError(
                path,
                False,
                "SCH002",
                f"`{key}` is missing in {place_name(path) or 'this file'}",
                about.get("description", ""),
                example(key, about),
            )


def _wrong_type(error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    about = described(schema, path)
    value, key = error.instance, last_key(path)
    if value is None:
        summary = f"{place_name(path) or 'The file'} has no value"
        hint = example(key, about) or "write a value, or delete the line"
        yield SchemaError(path, True, "SCH003", summary, about.get("description", ""), hint, True)
        return
    kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    forms = [
        *([called(error.schema)] if _SCALARS & set(kinds) else []),
        *(["a list"] if "array" in kinds else []),
        *(["keys with values"] if "object" in kinds else []),
    ]
    got = "keys with values" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a text"
    yield SchemaError(
        path,
        False,
        "SCH003",
        f"{place_name(path) or 'the file'} should be {' or '.join(forms)}, not {got}",
        about.get("description", ""),
        example(key, about),
    )


def _not_a_value(error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    if "type" in error.schema and (error.instance is None or isinstance(error.instance, dict | list)):
        return  # its type is wrong as well, and that says more
    texts = [value for value in error.validator_value if isinstance(value, str)]
    wrong = mend(error.schema, error.instance)
    near = get_close_matches(str(error.instance)[:100].lower(), texts, n=1)
    hint = wrong.hint if wrong else f"did you mean {near[0]}?" if near else f"write {' or '.join(texts)}"
    yield SchemaError(
        path,
        False,
        "SCH004",
        f'{place_name(path)} cannot be "{printable(str(error.instance))}"',
        described(schema, path).get("description", ""),
        hint,
    )


def _wrong_spelling(error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    is_key = "propertyNames" in error.absolute_schema_path
    about = described(schema, path)
    if is_key:
        path = (*path, error.instance)
    wrong = mend(error.schema, error.instance, about.get("examples", ()))
    out_of_range = "minimum" in error.schema and error.instance.lstrip("-").isdecimal()
    if out_of_range:
        summary = f"{place_name(path)} is {printable(error.instance)}, which is too {_too(error.instance)}"
        hint = f"write a number from {error.schema['minimum']} to {error.schema.get('maximum', 999999999)}"
    else:
        verb, place = ("has the key", path[:-1]) if is_key else ("is", path)
        problem = wrong.problem if wrong else "not how it is written"
        summary = f'{place_name(place)} {verb} "{printable(error.instance)}", which is {problem}'
        hint = wrong.hint if wrong else example(last_key(path), about)
    code = "SCH007" if out_of_range else "SCH005"
    yield SchemaError(path, is_key, code, summary, about.get("description", ""), hint)


def _too(number: str) -> str:
    return "small" if number.startswith("-") or not number.strip("0") else "large"


def _wrong_size(error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    limit, value = error.validator_value, error.instance
    is_key = "propertyNames" in error.absolute_schema_path
    if is_key:
        path = (*path, value)
    size = len(value)
    unit = "character" if isinstance(value, str) else "entry" if isinstance(value, list) else "key"
    units = {"character": "characters", "entry": "entries", "key": "keys"}[unit]
    if error.validator == "uniqueItems":
        told = "names something twice", "delete the second one"
    elif not size:
        told = "is empty", "write a value, or delete the line"
    elif error.validator.startswith("min"):
        told = f"has {size} {unit if size == 1 else units}", f"at least {limit} are needed"
    else:
        told = f"has {size} {units}, and {limit} are the most", "shorten it"
    about = described(schema, path).get("description", "")
    yield SchemaError(path, is_key, "SCH006", f"{place_name(path)} {told[0]}", about, told[1])


def _out_of_range(error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    bound = "at least" if error.validator in {"minimum", "exclusiveMinimum"} else "at most"
    yield SchemaError(
        path,
        False,
        "SCH007",
        f"{place_name(path)} is {error.instance}",
        described(schema, path).get("description", ""),
        f"write {bound} {error.validator_value}",
    )


def _no_alternative(error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    branches: dict[int, list[Any]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    missing = [e.validator_value for errors in branches.values() for e in errors if e.validator == "required"]
    where = place_name(path) or "this file"
    if missing and len(missing) == len(branches):
        keys = [" with ".join(f"`{key}`" for key in keys) for keys in missing]
        about = described(schema, (*path, missing[0][0]))
        hint = example(missing[0][0], about)
        yield SchemaError(path, False, "SCH008", f"{' or '.join(keys)} is missing in {where}", "", hint)
        return
    closest = min(branches.values(), key=len, default=[])
    first = next((e for inner in closest for e in explain(inner, schema)), None)
    yield SchemaError(
        path,
        False,
        "SCH008",
        f"{where} fits none of its forms",
        f"Closest: {first.summary}." if first else "",
        first.hint if first else "",
    )


def _exclusive(error: Any, path: Path, _schema: dict[str, Any]) -> Iterator[SchemaError]:
    keys = error.validator_value.get("required", [])
    last = next((key for key in reversed(list(error.instance)) if key in keys), None)
    both = " and ".join(f"`{key}`" for key in keys)
    yield SchemaError(
        (*path, last) if last else path,
        last is not None,
        "SCH009",
        f"{both} exclude each other",
        "They say the same thing, and only one of them could count.",
        "keep one of them; a list can name several",
    )


def _other(_error: Any, path: Path, schema: dict[str, Any]) -> Iterator[SchemaError]:
    about = described(schema, path)
    hint = example(last_key(path), about)
    yield SchemaError(path, False, "SCH008", f"{place_name(path)} is not written as it should be", "", hint)


_KEYWORDS: dict[str, Callable[[Any, Path, dict[str, Any]], Iterator[SchemaError]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "dependencies": _missing_keys,
    "type": _wrong_type,
    "enum": _not_a_value,
    "pattern": _wrong_spelling,
    "minLength": _wrong_size,
    "maxLength": _wrong_size,
    "minItems": _wrong_size,
    "maxItems": _wrong_size,
    "minProperties": _wrong_size,
    "uniqueItems": _wrong_size,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "anyOf": _no_alternative,
    "oneOf": _no_alternative,
    "not": _exclusive,
}
