"""Reference knowledge, read from ``resources/clinical``: built-in measures and their codes, published figures."""
