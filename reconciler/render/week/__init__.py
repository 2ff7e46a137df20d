"""The timetable of a plan as people hang it up: a typical week and the weeks that differ from it.

`typical` finds both in a view; `text` draws them for a terminal. Markdown and HTML draw the
same values.
"""
