"""What a plan was made of: the files, their revision, and the versions of zone and holiday data.

Takes `Inputs`, returns its part of the JSON view.
"""

from __future__ import annotations

from reconciler.model.plan import Inputs
from reconciler.render.frame_shape import InputsView


def inputs_view(inputs: Inputs) -> InputsView:
    """The inputs, for a plan and for a comparison alike."""
    return {
        "digest": inputs.digest,
        "files": list(inputs.files),
        "git_revision": inputs.git_revision,
        "dirty": inputs.dirty,
        "tzdata": inputs.tzdata,
        "holidays": inputs.holidays,
        "calendars": list(inputs.calendars),
    }
