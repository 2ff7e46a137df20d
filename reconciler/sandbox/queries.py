"""Reads the query of a list: decoded key and value pairs in, a `ListQuery` or field errors out."""

from __future__ import annotations

import re
from typing import NamedTuple

from reconciler.sandbox.clock import parse_local
from reconciler.sandbox.exchange import Edition, Query, invalid
from reconciler.sandbox.options import SandboxOptions

LARGEST_PAGE = 250
DEFAULT_LIMIT = {"events": 250, "activities": 100}
INCLUDES = frozenset({"staff", "service", "resource_instances", "labels", "duration_details", "master"})
_DIGITS = re.compile(r"[0-9]{1,15}\Z")


class ListQuery(NamedTuple):
    """What a list request asks for. Empty id tuples mean no filter."""

    first: str
    """`YYYY-MM-DD HH:MM:SS`, local."""
    last: str
    staff_ids: tuple[int, ...]
    service_ids: tuple[int, ...]
    resource_ids: tuple[int, ...]
    weekdays: tuple[int, ...]
    """1 is Monday, 7 Sunday."""
    min_free: int
    descending: bool
    deleted_too: bool
    search: str
    limit: int
    offset: int
    includes: frozenset[str]


class _Reader:
    def __init__(self, query: Query) -> None:
        self.single = dict(query)
        self.many: dict[str, list[str]] = {}
        for key, value in query:
            if key.endswith("[]"):
                self.many.setdefault(key, []).append(value)
        self.errors: dict[str, list[str]] = {}

    def fail(self, key: str, message: str) -> None:
        self.errors.setdefault(key.replace("[", ".").replace("]", ""), []).append(message)

    def integer(self, key: str, low: int, high: int, default: int) -> int:
        text = self.single.get(key)
        if text is None:
            return default
        if not _DIGITS.match(text) or not low <= int(text) <= high:
            self.fail(key, f"Must be an integer between {low} and {high}.")
            return default
        return int(text)

    def ids(self, key: str, high: int = 10**15) -> tuple[int, ...]:
        if key in self.single:
            self.fail(key, "Must be an array.")
        texts = self.many.get(f"{key}[]", [])
        for text in texts:
            if not _DIGITS.match(text) or not 1 <= int(text) <= high:
                self.fail(key, "Must hold integers of at least 1.")
                return ()
        return tuple(int(text) for text in texts)

    def moment(self, key: str) -> str:
        text = self.single.get(key)
        if text is None:
            self.fail(key, "This field is required.")
        elif parse_local(text) is None:
            self.fail(key, "Does not match the format Y-m-d H:i:s.")
        return text or ""

    def choice(self, key: str, *choices: str) -> str:
        text = self.single.get(key, "")
        if text and text not in choices:
            self.fail(key, f"Must be one of: {', '.join(choices)}.")
        return text


def read_includes(query: Query) -> frozenset[str]:
    """Relations to side-load, from `include[]` (repeated) or a plain `include`. Raises RefusedError (422)."""
    reader = _Reader(query)
    includes = _includes(reader)
    if reader.errors:
        raise invalid(reader.errors)
    return includes


def _includes(reader: _Reader) -> frozenset[str]:
    # A plain `include` that is repeated keeps its last value only, as the backend's language does.
    names = [*reader.many.get("include[]", []), *reader.single.get("include", "").split(",")]
    asked = frozenset(name for name in names if name)
    if not asked <= INCLUDES:
        reader.fail("include", f"Must be among: {', '.join(sorted(INCLUDES))}.")
    return asked


def read_list_query(query: Query, edition: Edition, now_local: str, options: SandboxOptions) -> ListQuery:
    """The checked query. `now_local` is the location's wall clock. Raises RefusedError (422)."""
    reader = _Reader(query)
    first, last = reader.moment("filter[from]"), reader.moment("filter[to]")
    deleted_too = reader.choice("filter[include_deleted]", "0", "1", "true", "false") in ("1", "true")
    if deleted_too and options.include_deleted == "refuse":
        reader.fail("filter[include_deleted]", "This field is not known.")
    if not reader.errors:
        if last <= first:
            reader.fail("filter[to]", "Must be later than filter.from.")
        elif first < now_local and not deleted_too and options.past_lists == "refuse":
            reader.fail("filter[from]", "Must not be earlier than now.")
    limit, offset = _paging(reader, edition, options)
    found = ListQuery(
        first=first,
        last=last,
        staff_ids=reader.ids("filter[master_ids]"),
        service_ids=reader.ids("filter[service_ids]"),
        resource_ids=reader.ids("filter[resource_ids]"),
        weekdays=reader.ids("filter[weekdays]", 7),
        min_free=reader.integer("filter[capacity]", 0, 10**9, 0),
        descending=reader.choice("filter[sort]", "asc", "desc") == "desc",
        deleted_too=deleted_too,
        search=reader.single.get("search", "") if edition == "activities" else "",
        limit=limit,
        offset=offset,
        includes=_includes(reader),
    )
    if reader.errors:
        raise invalid(reader.errors)
    return found


def _paging(reader: _Reader, edition: Edition, options: SandboxOptions) -> tuple[int, int]:
    """Rows to give and rows to skip; each edition knows only its own way of paging."""
    highest = LARGEST_PAGE if options.over_limit == "refuse" else 10**9
    limit = min(reader.integer("limit", 1, highest, DEFAULT_LIMIT[edition]), LARGEST_PAGE)
    if options.page_cap is not None:
        limit = min(limit, options.page_cap)
    if edition == "activities":
        offset = reader.integer("offset", 0, 10**12, 0)
    else:
        offset = (reader.integer("page", 1, 10**12, 1) - 1) * limit
    return limit, max(0, offset + options.page_slip) if offset else 0
