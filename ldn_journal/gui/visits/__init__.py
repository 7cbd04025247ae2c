"""The Visits page: appointments and what to ask, what changed since the last one, and the summary to take along.

A visit's ``questions`` are those still to be answered. Ticking one takes it off that list and adds the line "Asked: …" to
what was said, where the answer can be written below it. What is left on a past visit's list stays there, as the record of
that day, and is offered for the next visit: carrying over copies it. A question that stands on a later visit's list, or was
asked there, is no longer offered from an earlier one.
"""
