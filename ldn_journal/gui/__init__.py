"""The window. ``app.py`` puts it together; each page has a folder; ``widgets/`` and ``theme`` are shared."""
