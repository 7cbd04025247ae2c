"""Everything the window can do, findable by its words: the registry of actions, and the search over it (Ctrl+K)."""
