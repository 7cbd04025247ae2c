"""Extracting the program's sentences, and bringing the catalogues of every language up to date (``dev.py texts``)."""
