"""What the controls of the entry page have in common."""

from typing import Protocol

from PySide6.QtCore import SignalInstance


class Entry(Protocol):
    """What a control offers to say more than it shows: rating rows and typed fields do."""

    changed: SignalInstance
    advance: SignalInstance
    retreat: SignalInstance

    def is_answered(self) -> bool:
        """Say whether a value is recorded."""

    def is_unconfirmed(self) -> bool:
        """Say whether a suggestion waits."""

    def accept(self) -> None:
        """Accept the suggestion."""

    def clear(self) -> None:
        """Take the value back."""

    def key_hint(self) -> str:
        """Return the keys that answer."""
