"""The clipboard: what was put there from here is taken away at the lock and at the end, and a secret after a minute.

Only what is still ours is taken away. It is ours while this process owns the clipboard, which every system but the offscreen one
tells. A clipboard manager may have taken the copy over and own it now: it is known by its digest, so that no text is kept here.
"""

from hashlib import sha256
from typing import Final

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

SECRET_SECONDS: float = 60
"""After this long a copied secret is taken off the clipboard."""

_KEEPER: Final = "ldn_journal_clipboard"
_OF_ITS_OWN: Final = {"offscreen", "minimal"}
"""Platforms whose clipboard no other program sees, and which never say whose it is."""
_NOT_TO_BE_KEPT: Final = {
    # Each is what the system's clipboard history looks for; the names are Klipper's and Windows'.
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x01\0\0\0",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
}


def watch_clipboard() -> None:
    """Begin to note what is copied in the window's fields, so that it is known even where a manager takes it over."""
    _keeper()


def copy_secret(text: str) -> None:
    """Copy ``text``, marked as nothing for a clipboard history, and take it away after ``SECRET_SECONDS``."""
    data = QMimeData()
    data.setText(text)
    for kind, value in _NOT_TO_BE_KEPT.items():
        data.setData(kind, value)
    keeper = _keeper()
    QGuiApplication.clipboard().setMimeData(data)
    keeper.expect_secret(text)


def clear_own_clipboard() -> None:
    """Empty the clipboard, and the selection of X11, of what was put there from here. What others put there stays."""
    if isinstance(QGuiApplication.instance(), QGuiApplication):
        _keeper().clear()


class _Keeper(QObject):
    """What is remembered of our copies: a digest of the last one, and how long a secret may stay."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._clipboard = QGuiApplication.clipboard()
        self._copied: bytes | None = None
        self._secret: bytes | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._clear_secret)
        self._clipboard.dataChanged.connect(self._note)

    def expect_secret(self, text: str) -> None:
        self._copied = self._secret = _digest(text)
        self._timer.start(round(SECRET_SECONDS * 1000))

    def clear(self) -> None:
        if self._is_ours():
            self._clipboard.clear(QClipboard.Mode.Clipboard)
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)
        self._copied = self._secret = None
        self._timer.stop()

    def _note(self) -> None:
        # What another program puts there is never read: the manager of a desktop would be asked for it at every copy.
        if self._owned():
            self._copied = _digest(self._clipboard.text())

    def _owned(self) -> bool:
        return self._clipboard.ownsClipboard() or QGuiApplication.platformName() in _OF_ITS_OWN

    def _is_ours(self) -> bool:
        return self._owned() or (self._copied is not None and _digest(self._clipboard.text()) == self._copied)

    def _clear_secret(self) -> None:
        """Take the secret away, unless something else was copied meanwhile, here or elsewhere."""
        if self._secret is not None and _digest(self._clipboard.text()) == self._secret:
            self.clear()
        self._secret = None


def _keeper() -> _Keeper:
    """Return the one keeper of this application."""
    app = QGuiApplication.instance()
    assert app is not None  # noqa: S101  there is no clipboard without one
    found = app.property(_KEEPER)
    if not isinstance(found, _Keeper):
        found = _Keeper(app)
        app.setProperty(_KEEPER, found)
    return found


def _digest(text: str) -> bytes | None:
    """Return what tells a text from others; ``None`` for no text, which nothing equals."""
    return sha256(text.encode(errors="surrogatepass")).digest() if text else None
