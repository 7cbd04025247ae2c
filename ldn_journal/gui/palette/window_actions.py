"""What can be done anywhere: pages, undo, look, lock, help, closing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ldn_journal.base.texts import _
from ldn_journal.gui.look import SCALES, Look, choose_look
from ldn_journal.gui.palette.action import Action
from ldn_journal.gui.palette.keys import KEYS, page_keys
from ldn_journal.gui.theme import Scheme

if TYPE_CHECKING:
    from ldn_journal.gui.main_window import MainWindow


def page_actions(window: "MainWindow") -> list[Action]:
    """Return the ways to every page, in the order of the navigation."""
    return [
        Action(
            f"go.{key}",
            _("Open {page}").format(page=title),
            _("Pages"),
            _going(key),
            keys=page_keys(place),
            also=_("go to show page"),
        )
        for place, (key, title) in enumerate(window.page_names())
    ]


def _going(key: str) -> "Callable[[MainWindow], None]":
    return lambda window: window.show_page(key)


def window_actions() -> list[Action]:
    """Return what can be done wherever one is."""
    everywhere, look = _("Everywhere"), _("Look")
    return [
        Action(
            "undo",
            _("Take back the last change"),
            everywhere,
            lambda window: window.undo(),
            keys=KEYS["undo"],
            also=_("undo revert"),
        ),
        Action(
            "lock",
            _("Lock now"),
            everywhere,
            lambda window: window.lock_wanted.emit(),
            keys=KEYS["lock"],
            also=_("password close hide"),
            offered=lambda window: window.protected,
        ),
        Action(
            "look.light",
            _("Light colours"),
            look,
            lambda window: _choose_scheme(window, "light"),
            also=_("look theme bright day"),
        ),
        Action(
            "look.dark",
            _("Dark colours"),
            look,
            lambda window: _choose_scheme(window, "dark"),
            also=_("look theme night"),
        ),
        Action(
            "look.system",
            _("Colours as the system"),
            look,
            lambda window: _choose_scheme(window, "system"),
            also=_("look theme automatic"),
        ),
        Action(
            "text.larger",
            _("Larger text"),
            look,
            lambda window: step_scale(window, 1),
            keys=KEYS["text.larger"],
            also=_("bigger zoom size font"),
            offered=lambda window: _look(window).scale < SCALES[-1],
        ),
        Action(
            "text.smaller",
            _("Smaller text"),
            look,
            lambda window: step_scale(window, -1),
            keys=KEYS["text.smaller"],
            also=_("zoom size font"),
            offered=lambda window: _look(window).scale > SCALES[0],
        ),
        Action(
            "text.usual",
            _("Text of the usual size"),
            look,
            lambda window: step_scale(window, 0),
            keys=KEYS["text.usual"],
            also=_("zoom size font normal"),
            offered=lambda window: _look(window).scale != SCALES[0],
        ),
        Action(
            "sheet",
            _("All keys"),
            everywhere,
            lambda window: window.show_shortcuts(),
            keys=KEYS["sheet"],
            also=_("help shortcuts keyboard sheet"),
        ),
        Action(
            "quit",
            _("Close the window"),
            everywhere,
            lambda window: window.close(),
            keys=KEYS["quit"],
            also=_("quit exit end leave"),
        ),
    ]


def step_scale(window: "MainWindow", step: int) -> None:
    """Make the text a step larger or smaller, for 0 as large as usual; at either end nothing happens."""
    look = _look(window)
    place = min(max(SCALES.index(look.scale) + step, 0), len(SCALES) - 1) if step else 0
    _take(window, Look(look.scheme, SCALES[place]))


def _choose_scheme(window: "MainWindow", scheme: Scheme) -> None:
    _take(window, Look(scheme, _look(window).scale))


def _look(window: "MainWindow") -> Look:
    memory = window.context.memory
    return memory.look() if memory is not None else Look()


def _take(window: "MainWindow", look: Look) -> None:
    if look != _look(window):
        choose_look(look, window.context.memory)
        window.context.events.settings_changed.emit()
