"""The locked window: opening a protected journal, and locking it again without losing a word."""
