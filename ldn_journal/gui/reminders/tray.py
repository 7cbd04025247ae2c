"""The icon in the tray, where there is one, and closing the window to it."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _


def tray_is_there() -> bool:
    """Whether this desktop shows icons of programs that run."""
    return QSystemTrayIcon.isSystemTrayAvailable()


def bring_to_front(window: QWidget) -> None:
    """Show the window, from the tray or from under others."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


class Tray(QObject):
    """The icon with its menu. Signals: ``open_wanted()``, ``taken_wanted()``, ``snooze_wanted()``, ``quit_wanted()``."""

    open_wanted = Signal()
    taken_wanted = Signal()
    snooze_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.icon = QSystemTrayIcon(QIcon(str(asset("icons", "ldn-journal.svg"))), self)
        self.icon.setToolTip(_("LDN Journal"))
        self.menu = QMenu()  # no widget's child: it must not go with the window while the icon shows it
        self.open = self.menu.addAction(_("Open"), self.open_wanted.emit)
        self.menu.addSeparator()
        self.taken = self.menu.addAction(_("Record dose as taken"), self.taken_wanted.emit)
        self.snooze = self.menu.addAction(_("Snooze"), self.snooze_wanted.emit)
        self.menu.addSeparator()
        self.quit = self.menu.addAction(_("Quit"), self.quit_wanted.emit)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.offer(taken=False, snooze=False)

    def offer(self, *, taken: bool, snooze: bool) -> None:
        """Say whether a planned dose is open, and whether something waits that can be put off."""
        self.taken.setEnabled(taken)
        self.snooze.setEnabled(snooze)

    def show(self) -> None:
        """Show the icon."""
        self.icon.show()

    def close(self) -> None:
        """Take the icon away."""
        self.icon.hide()
        self.menu.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_wanted.emit()


class CloseToTray(QObject):
    """Hides the window where the person closes it by its frame. ``active``: whether that was chosen and a tray is there.

    Such a close comes from the window system (``spontaneous``). What the program closes itself, at Ctrl+Q, at "Quit" or when
    it is asked to stop, ends it as before.
    """

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.active = False
        self._put_away = False
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hide instead of closing."""
        if event.type() != QEvent.Type.Close:
            return False
        app = QCoreApplication.instance()
        ending = isinstance(app, QGuiApplication) and app.isSavingSession()
        if self.active and event.spontaneous() and not ending:
            event.ignore()
            self.hide()
            return True
        QApplication.setQuitOnLastWindowClosed(True)
        if self._window.isHidden():
            event.ignore()
            QTimer.singleShot(0, self, self._end)
            return True
        return False

    def hide(self) -> None:
        """Put the window away; the program goes on."""
        QApplication.setQuitOnLastWindowClosed(False)
        self._put_away = True
        self._window.hide()

    def hidden(self) -> bool:
        """Whether the window was put away and is still hidden."""
        return self._put_away and self._window.isHidden()

    def _end(self) -> None:
        """Close the window that is hidden. Qt ends with the last window that closes, and one that is hidden does not count."""
        self._window.showMinimized()
        self._window.close()
