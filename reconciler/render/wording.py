"""The words for every reason, kind of action and outcome, each with what to do next.

Tables only: a member of an enumeration, or the name of an outcome, gives a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from reconciler.model.plan import ActionKind, Reason


class Wording(NamedTuple):
    """One sentence without a full stop, and the next step ("" if there is nothing to do)."""

    sentence: str
    next_step: str


_LOOK = (
    "Look at both. If it is this class, change it in the booking system or in the files until "
    "they agree; if it is another one, "
)

REASONS: Mapping[Reason, Wording] = MappingProxyType(
    {
        Reason.MISSING: Wording("Nothing in the booking system could be this class", ""),
        Reason.IN_PLACE: Wording("It is there and agrees with the files", ""),
        Reason.IN_PLACE_UNMARKED: Wording("It is there and agrees with the files; somebody else made it", ""),
        Reason.FROZEN: Wording(
            "It starts within the protected near future",
            "Create it by hand in the booking system if it is to take place, "
            "or shorten protect.next in the files.",
        ),
        Reason.DOUBTFUL_STAFF: Wording(
            "The same service starts at the same time with another teacher",
            _LOOK + "give it another time or service.",
        ),
        Reason.DOUBTFUL_TIME: Wording(
            "The same service with the same teacher is on that day at another time",
            _LOOK + "move or cancel one of the two.",
        ),
        Reason.DOUBTFUL_SERVICE: Wording(
            "The same teacher starts another service at the same time",
            _LOOK + "give one of the two another teacher or time.",
        ),
        Reason.DOUBTFUL_TIE: Wording(
            "Several classes in the booking system could be this one",
            "Cancel the ones that are too many in the booking system, then plan again.",
        ),
        Reason.DOUBTFUL_RENAMED: Wording(
            "Renamed in the files, and one of the old name that was moved by hand may be this class",
            "If it was moved: say so in the files, by an exception. If it is another class: cancel it.",
        ),
        Reason.IN_DOUBT: Wording(
            "An earlier apply sent it and lost the answer; it may still appear",
            "Run apply: it waits until that is settled. Or plan again in a while.",
        ),
        Reason.CLASH: Wording(
            "Another class occupies the teacher or a room at that time",
            "Move one of the two, or write allow_overlap: true at the class if both may run.",
        ),
        Reason.TOO_CLOSE: Wording(
            "Another class leaves a room or the teacher too little time",
            "Move one of the two, or give it another room or teacher; or correct `buffers` or `travel`.",
        ),
        Reason.DIFFERS: Wording(
            "In place, but not as the files say (there -> in the files)",
            "Change it in the booking system, or change the files.",
        ),
        Reason.DUPLICATE: Wording(
            "Double: a second class fills the same slot",
            "Cancel one of the two in the booking system; mind the people who are booked.",
        ),
        Reason.SURPLUS: Wording(
            "Made by this tool, but no longer in the files",
            "Cancel it in the booking system, or declare it again.",
        ),
        Reason.UNDECLARED: Wording(
            "In the booking system, but not in the files",
            "Declare it if the files are to speak for it.",
        ),
        Reason.NATIVE_SCHEDULE: Wording(
            "Made by the booking system's own recurring schedule",
            "End that schedule in the booking system if the files are to take over.",
        ),
    }
)

COPY = Wording(
    "A copy: it carries the mark of another class",
    "Cancel the copy in the booking system, or take the mark out of its comment if it is to stay; "
    "mind the people who are booked.",
)
"""For a DUPLICATE that does not stand where its original stands: copying a class copies its mark."""

ACTIONS: Mapping[ActionKind, str] = MappingProxyType(
    {
        ActionKind.CREATE: "create",
        ActionKind.NO_OP: "in place",
        ActionKind.HOLD: "held back",
        ActionKind.REPORT: "reported, not written",
    }
)

OUTCOMES: Mapping[str, Wording] = MappingProxyType(
    {
        "created": Wording("Created", ""),
        "refused": Wording(
            "Refused by the booking system; nothing was created",
            "Correct the class or the booking system, then plan and apply again.",
        ),
        "unknown": Wording(
            "Unknown: the answer was lost, so the class may or may not exist",
            "Run apply again: it looks before it writes. Do not create the class by hand before that.",
        ),
        "differs": Wording(
            "Created, but not as it was sent",
            "Correct it in the booking system, or correct the files. Look why before going on.",
        ),
        "not_attempted": Wording(
            "Not attempted: the run ended before their turn; nothing was created",
            "Plan and apply again when the cause is gone.",
        ),
    }
)

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "start": "start",
        "service_id": "service",
        "staff_id": "teacher",
        "resource_instance_ids": "rooms",
        "label_ids": "labels",
        "capacity": "seats",
        "length_s": "length",
        "break_s": "break",
        "comment": "comment",
        "color": "color",
        "instructions": "instructions",
        "stream_link": "link",
        "force": "may overlap",
        "timezone": "time zone",
    }
)
"""Keys of a class in the view, as people call them."""

SIGNS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.MISSING: "+",
        Reason.DIFFERS: "~",
        Reason.SURPLUS: "-",
        Reason.UNDECLARED: "-",
        Reason.NATIVE_SCHEDULE: "=",
        Reason.DUPLICATE: "!",
    }
)
"""Signs of what is created or reported; whatever is held back has `!`."""

LEGEND: Mapping[str, str] = MappingProxyType(
    {
        "+": "create",
        "~": "differs, not written",
        "-": "not in the files, not written",
        "=": "made by the booking system's own schedule, not written",
        "!": "for a person to decide",
    }
)

COMPARED: Mapping[str, str] = MappingProxyType(
    {"+": "new", "~": "changes", "-": "takes place no longer"},
)
"""The signs between two revisions of the files."""
