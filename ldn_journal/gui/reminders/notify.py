"""Desktop notifications with buttons.

``desktop-notifier`` speaks to all three systems: the notification server on Linux, toasts on Windows, the notification centre on
macOS. Qt has no such thing: the tray's own message has no buttons, and QtDBus under Python cannot say the unsigned numbers and
nested variants that the server on Linux asks for. The library is asynchronous and wants a loop of its own for as long as buttons
may be pressed: it gets one small thread, begun with the first notification. No other thread touches it, and what it hears comes
back as signals. On macOS it shows nothing from a program that is no signed bundle; ``not_shown`` says so, and the window speaks.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

OPEN: Final = "open"
"""What a click on the notification itself comes to."""
_PATIENCE_S: Final = 2.0
_log = logging.getLogger(__name__)


class Deed(NamedTuple):
    """A button: the key that ``pressed`` tells, and the word on it."""

    key: str
    word: str


class Notifier(QObject):
    """Shows notifications. Each has a name; a second one of the same name takes the first one's place.

    Signals: ``pressed(str, str)`` the notification's name and the key of the deed, ``OPEN`` for a click beside the buttons;
    ``shown(str)`` the system took it; ``not_shown(str)`` it did not. They come from another thread: connect methods of objects.
    """

    pressed = Signal(str, str)
    shown = Signal(str)
    not_shown = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._library: DesktopNotifier | None = None
        self._on_screen: dict[str, str] = {}
        """The library's names by ours; of the loop's thread alone, as is the lock, which keeps what is asked in order."""
        self._in_turn = asyncio.Lock()
        self._closed = threading.Event()

    def show(self, name: str, title: str, text: str, deeds: Sequence[Deed] = ()) -> None:
        """Show a notification; ``shown`` or ``not_shown`` follows."""
        self._call(self._show(name, title, text, tuple(deeds)))

    def clear(self, *names: str) -> None:
        """Take notifications off the screen, those of them that are there."""
        if self._loop is not None and names:
            self._call(self._clear(names))

    def close(self) -> None:
        """Take everything off the screen and end the thread; nothing is told any more."""
        if self._closed.is_set():
            return
        self._closed.set()
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._finish(), loop)
        thread.join(_PATIENCE_S)

    # On the loop's thread ----------------------------------------------------------------------------------------

    def _call(self, what: Any) -> None:
        if self._closed.is_set():
            what.close()
            return
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            # A daemon: a notification server that never answers must not keep the program from ending.
            self._thread = threading.Thread(target=self._run, args=(self._loop,), name="notifications", daemon=True)
            self._thread.start()
        asyncio.run_coroutine_threadsafe(what, self._loop)

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    async def _show(self, name: str, title: str, text: str, deeds: tuple[Deed, ...]) -> None:
        async with self._in_turn:
            taken = await self._send(name, title, text, deeds)
        if not self._closed.is_set():
            (self.shown if taken else self.not_shown).emit(name)

    async def _send(self, name: str, title: str, text: str, deeds: tuple[Deed, ...]) -> bool:
        """Send a notification; ``False`` if the system did not take it."""
        taken: list[bool] = []
        try:
            library = self._opened()
            await self._take_off(library, name)
            from desktop_notifier import Button

            self._on_screen[name] = await library.send(
                title,
                escape(text, quote=False) if await self._takes_markup(library) else text,
                buttons=[Button(one.word, on_pressed=self._teller(name, one.key), identifier=one.key) for one in deeds],
                on_clicked=self._teller(name, OPEN),
                on_dismissed=lambda: self._on_screen.pop(name, None),
                on_dispatched=lambda: taken.append(True),
            )
        except Exception as error:  # noqa: BLE001 - whatever a desktop lacks, the window speaks instead
            _log.warning("no notification: %s", type(error).__name__, exc_info=error)
        if not taken:
            # The next attempt begins anew: a bus that went away does not come back on the old connection.
            self._on_screen.pop(name, None)
            self._disconnect()
        return bool(taken)

    async def _clear(self, names: tuple[str, ...]) -> None:
        async with self._in_turn:
            for name in names:
                if self._library is not None:
                    await self._take_off(self._library, name)

    async def _take_off(self, library: "DesktopNotifier", name: str) -> None:
        identifier = self._on_screen.pop(name, None)
        if identifier is not None:
            # The library forgets a notification that was clicked or has gone by itself, and then does not find it.
            with suppress(KeyError):
                await library.clear(identifier)

    async def _finish(self) -> None:
        try:
            await asyncio.wait_for(self._clear(tuple(self._on_screen)), _PATIENCE_S / 2)
        except Exception as error:  # noqa: BLE001 - it goes anyway
            _log.warning("notifications stay on the screen: %s", type(error).__name__, exc_info=error)
        self._disconnect()
        await asyncio.sleep(0)
        asyncio.get_running_loop().stop()

    @staticmethod
    async def _takes_markup(library: "DesktopNotifier") -> bool:
        """Whether the server takes what looks like markup in the text for markup; it never does so in the title."""
        await library.get_capabilities()  # connects
        # WORKAROUND: the library (6.2) does not tell of this capability.
        server = getattr(getattr(library, "_backend", None), "interface", None)
        ask = getattr(server, "call_get_capabilities", None)
        return ask is not None and "body-markup" in await ask()

    def _disconnect(self) -> None:
        # WORKAROUND: the library (6.2) has no way to close its connection to the bus, and leaves it to the interpreter.
        bus = getattr(getattr(self._library, "_backend", None), "bus", None)
        if bus is not None:
            bus.disconnect()
        self._library = None

    def _opened(self) -> "DesktopNotifier":
        if self._library is None:
            from desktop_notifier import DesktopNotifier, Icon

            theirs = logging.getLogger("desktop_notifier")
            theirs.setLevel(logging.WARNING)
            theirs.propagate = False
            theirs.handlers = [_Ours()]
            self._library = DesktopNotifier(_("LDN Journal"), Icon(path=Path(asset("icons", "ldn-journal.svg"))))
        return self._library

    def _teller(self, name: str, deed: str) -> Callable[[], None]:
        def tell() -> None:
            self._on_screen.pop(name, None)
            if not self._closed.is_set():
                self.pressed.emit(name, deed)

        return tell


class _Ours(logging.Handler):
    """Leads what the library has to say into our log, which keeps the words of errors out."""

    def emit(self, record: logging.LogRecord) -> None:
        _log.handle(record)
