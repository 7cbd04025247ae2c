"""The command line: the same journal as the window's, for scripts, tests and people who like terminals."""
