"""The window's one event."""

from PySide6.QtCore import QObject, Signal


class Events(QObject):
    """Tells every page that the journal changed.

    Signals: ``changed(Changes)`` after each stored change, on the GUI thread; ``settings_changed()`` after new settings.
    The type is not named in the signal: importing the records would cost the first paint a third of a second.
    """

    changed = Signal(object)
    settings_changed = Signal()
