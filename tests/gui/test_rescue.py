"""A full disk and a file moved away, in the window: what was entered stays on screen, and there is a way out."""

import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from ldn_journal.base.clock import FixedClock
from ldn_journal.base.paths import DataFolder
from ldn_journal.gui.rescue import Rescue
from ldn_journal.journal import Journal
from tests.gui.conftest import Desk


def rescue(desk: Desk) -> Rescue:
    return next(one for one in desk.window.findChildren(QObject) if isinstance(one, Rescue))


def pain(folder: DataFolder, clock: FixedClock) -> list[float]:
    with Journal.open(folder, clock=clock) as journal:
        return [one.value for one in journal.ratings() if one.measure == "pain"]


@pytest.fixture
def no_room() -> Iterator[Callable[[int | None], None]]:
    """Let no file of this process grow beyond some bytes, as on a full disk; ``None`` lifts it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size: int | None) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, before if size is None else (size, before[1]))

    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield limit
    limit(None)
    signal.signal(signal.SIGXFSZ, kept)


def enter_pain(desk: Desk, value: str) -> None:
    assert desk.today.form is not None
    desk.today.form.item("pain").row.controls()[0].setFocus()
    desk.type(value)
    desk.settle()


def test_a_full_disk_keeps_the_entry_and_freeing_the_reserve_stores_it(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock, no_room: Callable[[int | None], None]
) -> None:
    desk = sit_down()
    desk.ready()
    desk.window.context.tasks.run(lambda journal: journal.upkeep())
    desk.settle()
    assert planned.reserve.exists()
    no_room(1024)
    enter_pain(desk, "7")
    bar = rescue(desk).bar
    assert bar is not None
    assert bar.isVisible()
    assert "disk is full" in bar.text()
    assert "kept on screen" in bar.text()
    assert desk.scale("pain") == 7
    assert desk.today.has_unsaved()
    no_room(None)  # what freeing the reserve does on a real disk
    bar.free.click()
    desk.settle()
    assert not bar.isVisible()
    assert not planned.reserve.exists()
    assert not desk.today.has_unsaved()
    desk.window.close()
    desk.settle()
    desk.window.context.tasks.close()
    assert pain(planned, clock) == [7]


def test_a_file_moved_away_is_saved_as_a_copy_with_what_was_entered(
    planned: DataFolder, sit_down: Callable[[], Desk], clock: FixedClock, tmp_path: Path
) -> None:
    desk = sit_down()
    desk.ready()
    planned.journal.replace(tmp_path / "elsewhere.ldnj")
    enter_pain(desk, "6")
    bar = rescue(desk).bar
    assert bar is not None
    assert "moved or replaced" in bar.text()
    assert not bar.free.isVisible()
    target = tmp_path / "copy.ldnjb"
    rescue(desk).ask = lambda _parent, _name: target
    bar.elsewhere.click()
    desk.settle()
    assert str(target) in bar.text()
    fresh = DataFolder(tmp_path / "fresh")
    Journal.rebuild(fresh, target, clock=clock).close()
    assert pain(fresh, clock) == [6]
