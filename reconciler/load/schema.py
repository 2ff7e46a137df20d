"""Hold a document against its JSON Schema, and say where it deviates.

Takes the plain values of a document; returns `SchemaError`s by path, which `to_diagnostics`
turns into diagnostics with places. A fast validator answers yes or no; only after a no the
slower one explains, and only for those parts that are wrong.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from reconciler.load.document import Document, Path
from reconciler.load.explain import SchemaError, explain
from reconciler.load.findings import MAX_FINDINGS, and_more, last_line
from reconciler.model.diagnostic import Diagnostic, Severity

__all__ = ["SchemaError", "check", "schema_text", "to_diagnostics"]


def check(root: dict[str, Any], which: str) -> tuple[SchemaError, ...]:
    """What is wrong with a document under the schema "schedule", "project" or "plan"; nothing if it is valid.

    At most 50 errors are explained; if there are more, the last one (SCH010) counts them.
    """
    gate = _gate(which)
    if gate.is_valid(root):
        return ()
    failing = [tuple(error.instance_path) for error in gate.iter_errors(root)]
    part, kept = _part(root, failing[:MAX_FINDINGS])
    errors: dict[SchemaError, None] = {}
    schema, validator = _explainer(which)
    for error in validator.iter_errors(part):
        errors |= dict.fromkeys(explain(error, schema))
    found = [error._replace(path=_path_in_whole(error.path, kept)) for error in errors]
    more = len(failing) - MAX_FINDINGS + max(0, len(found) - MAX_FINDINGS)
    if len(failing) > MAX_FINDINGS or len(found) > MAX_FINDINGS:
        found[MAX_FINDINGS:] = [SchemaError((), False, "SCH010", str(max(more, 1)), "", "")]
    return tuple(found) or (_UNEXPLAINED,)


def to_diagnostics(document: Document, errors: Sequence[SchemaError]) -> tuple[Diagnostic, ...]:
    """The errors as diagnostics with their places, in the order of the file."""
    found = [_diagnostic(document, error) for error in errors if error.code != "SCH010"]
    found.sort(key=Diagnostic.sort_key)
    end = last_line(document.name, document.text)
    found += [and_more("SCH010", int(error.summary), end) for error in errors if error.code == "SCH010"]
    return tuple(found)


def schema_text(which: str) -> str:
    """The JSON Schema (draft-07) itself, from the package or, in a checkout, from beside it."""
    name = f"schemas/{which}.schema.json"
    try:
        packaged = pkgutil.get_data("reconciler", name)
    except OSError:
        packaged = None
    if packaged is not None:
        return packaged.decode("utf-8")
    return (FilePath(__file__).parents[2] / name).read_text("utf-8")


_UNEXPLAINED = SchemaError(
    (),
    False,
    "SCH008",
    "this file does not have the form that its schema asks for",
    "Two validators disagree about the reason.",
    "report it as a defect of this program, with the file",
)


@cache
def _gate(which: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema_text(which))  # it reads JSON faster than Python's own values


@cache
def _explainer(which: str) -> tuple[dict[str, Any], Any]:
    from jsonschema import Draft7Validator, ValidationError, validators

    def pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
        # In Python alone, `$` also matches before a line break at the end.
        if isinstance(instance, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), instance):
            yield ValidationError("")

    schema = json.loads(schema_text(which))
    strict = validators.extend(Draft7Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]  # in stubs
    return schema, strict(schema)


def _part(root: dict[str, Any], failing: Sequence[Path]) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The root with only the failing entries of its lists, and which entries these are."""
    kept: dict[str, list[int]] = {}
    for key, value in root.items():
        below = [path[1] for path in failing if path[:1] == (key,) and len(path) > 1]
        whole = any(path == (key,) for path in failing)
        if isinstance(value, list) and not whole:
            # One entry always stays: an emptied list would be too short for its schema.
            kept[key] = sorted({index for index in below if isinstance(index, int)}) or [0][: len(value)]
    part = {key: [value[i] for i in kept[key]] if key in kept else value for key, value in root.items()}
    return part, kept


def _path_in_whole(path: Path, kept: dict[str, list[int]]) -> Path:
    if len(path) > 1 and path[0] in kept and isinstance(path[1], int):
        return (path[0], kept[str(path[0])][path[1]], *path[2:])
    return path


def _diagnostic(document: Document, error: SchemaError) -> Diagnostic:
    span = document.span(error.path, key=error.on_key)
    hint = error.hint
    if error.is_empty and re.search(r":[ ]+#\S", document.text.splitlines()[span.line - 1][:1000]):
        hint = 'what follows # is a comment; put the value in quotes: "#…"'
    return Diagnostic(
        code=error.code,
        severity=Severity.ERROR,
        summary=error.summary,
        detail=error.detail,
        hint=hint,
        span=span,
    )
