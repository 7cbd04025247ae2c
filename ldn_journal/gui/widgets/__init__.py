"""Entry widgets and furniture of the window. Each module stands alone: import the one you need.

They know Qt, the theme and the translations, and nothing of the journal: a page feeds them values and listens.
"""
