"""Carries out the creates of a plan, one journaled request at a time.

`execute.carry_out` takes occurrences, a `writer.Writer` and a `journal.Journal`, and yields
one outcome for each occurrence; `receipt` keeps what became of a plan; `lock` makes sure that
one machine runs one apply for a location at a time.
"""
