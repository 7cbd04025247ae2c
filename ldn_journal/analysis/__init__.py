"""What the records say: timeline, phases, series, contrasts, adherence, coverage, episodes; together as ``Trends``.

Pure functions over numpy arrays and domain objects; no window, no SQL, no files. Its modules import numpy, so they are
imported when trends are first wanted, not at start-up.
"""
