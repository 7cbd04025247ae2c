"""The Settings page: what is tracked, the day, the person, language and look, and what the program is."""
