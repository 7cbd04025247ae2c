"""The History page: many days in a table, to look up and to fill in."""
