"""The nouns. Read them in this order: schedule, occurrence, activity, plan, report.

A `Schedule` is what people declared. Expansion turns it into `Occurrence`s (desired), the
booking system answers with `Activity`s (observed), the planner pairs them into a `Plan` of
`Action`s with a `Reason` each, and applying a plan gives a `Report` of outcomes. `Diagnostic`
is what any stage has to say about somebody's input. Nothing here imports anything but the
standard library, and nothing here does more than identity, ordering and arithmetic.

Values of which there is one for each class on each date are NamedTuples (eight times as fast
to build as frozen dataclasses); all others are frozen, slotted, keyword-only dataclasses.
"""
