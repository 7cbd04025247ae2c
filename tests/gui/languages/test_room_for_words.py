"""Every page in every language, and in one that is longer than all of them, without a word cut off."""

import pytest

from ldn_journal.base.languages import LANGUAGES
from tests.gui.clipping import clipped
from tests.gui.languages.conftest import STRETCHED, OpenIn

SIZES = [(1280, 800), (900, 600)]
VIEWS = ("charts", "compare", "calendar", "together")


@pytest.mark.parametrize("journal", ["sample", pytest.param("empty", marks=pytest.mark.full)])
@pytest.mark.parametrize("scale", [1.0, pytest.param(2.0, marks=pytest.mark.full)])
@pytest.mark.parametrize(
    "language",
    # The longest two in the usual tests: what has room for them has room for the others.
    [one if one in ("de", STRETCHED) else pytest.param(one, marks=pytest.mark.full) for one in (*LANGUAGES, STRETCHED)],
)
def test_no_page_cuts_its_words(open_in: OpenIn, language: str, scale: float, journal: str) -> None:
    desk = open_in(language, SIZES[0], scale, journal)
    window = desk.window
    found = []
    for size in SIZES:
        window.resize(*size)
        for key in [key for key, _title in window.page_names()]:
            window.show_page(key)
            desk.settle()
            desk.settle()  # a row that learns its width late is measured once more
            for view in VIEWS if key == "trends" else (None,):
                if view is not None:
                    window.page(key).views.cell_activated(VIEWS.index(view))  # type: ignore[attr-defined]
                    desk.settle()
                found += [f"{size[0]} {key} {view or ''} {one}" for one in clipped(window)]
    assert found == []
