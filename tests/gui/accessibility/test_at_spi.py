"""Every page of the real program, read over the accessibility bus as a screen reader does.

Pages are changed by what assistive technology does to a radio button, not by keys.
"""

import re

import pytest

from tests.gui.accessibility.bus import Node, Reader

CONTROLS = {
    "push button", "toggle button", "button menu", "check box", "radio button", "combo box", "text", "entry", "password text",
    "spin button", "slider", "list", "list box", "list item", "table", "tree", "tree table", "table cell", "cell",
    "column header", "row header", "page tab", "page tab list", "menu", "menu bar", "menu item", "check menu item", "link",
    "progress bar", "dial", "chart", "image", "calendar", "dialog", "frame",
}  # fmt: skip
"""Roles that need a name. Beside these, whatever the keyboard gets to needs one, whatever it is."""
MAY_BE_EMPTY = {"cell", "table cell", "column header", "row header"}
"""Cells are named by what stands in them."""

PAGES = {
    "Today": "LDN dose",
    "History": "Days",
    "Trends": "Chart of doses and ratings",
    "Treatment": "Add a medicine…",
    "Questionnaires": "Remind me of “Pain and daily life (PEG)” on the Today page",
    "Visits": "Save as PDF…",
    "Import and export": "Export as JSON…",
    "Safekeeping": "Back up now",
    "Learn": "",
    "Settings": "Text size",
}
"""Each page, and something by which one knows that it is in view and has loaded."""
VIEWS = {
    "History": {"Earlier versions": "", "All changes": "", "Days": ""},
    "Trends": {
        "Compare": "Every day by phase",
        "Calendar": "Calendar of Pain",
        "Together": " against ",
        "Charts": "Chart of doses and ratings",
    },
}
"""Views of a page, each with the chart in it, if there is one."""
CHARTS = {
    "Today": ("Pain",),
    "Trends": ("Chart of doses and ratings", "Differences by dose"),
}


OPENERS = {
    "Today": ("Other…", "Skipped…", "The night’s times"),
    "Treatment": (
        "Add a step…", "Add a break…", "Begin from a pattern…", "Add a prescription…", "Add a medicine…", "Add a health fact…",
    ),
    "Questionnaires": ("Fill in “Pain and daily life (PEG)”",),
    "Visits": ("Plan another visit…", "Add a question…", "What is in it"),
    "Safekeeping": ("Protect with a password…",),
    "Settings": ("Add a measure of your own…",),
}  # fmt: skip
"""Buttons that unfold something, by page: what unfolds is looked at one after the other."""


def go_to(program: Reader, page: str) -> Node:
    """Choose a page as assistive technology does, and wait until it is there."""
    window = program.look()
    if page not in {one.name for one in window.every() if one.role == "radio button"}:
        pytest.skip(f"no page {page}")
    program.act(window.find("radio button", page))
    return program.wait_for(lambda seen: any(PAGES[page] in one.name for one in rest(seen)))


def rest(window: Node) -> list[Node]:
    """Return what is in view beside the navigation."""
    pages = next(one for one in window.every() if one.role == "panel" and one.name == "Pages")
    own = {id(one) for one in pages.every()}
    return [one for one in window.every() if id(one) not in own]


def unnamed(window: Node) -> list[str]:
    """Return what has no name, with the nearest named thing around it."""
    found: list[str] = []

    def walk(node: Node, around: str) -> None:
        wants = node.role in CONTROLS - MAY_BE_EMPTY or node.focusable
        named = node.label if node.role == "combo box" else node.name
        if wants and not named.strip() and node.role not in MAY_BE_EMPTY:
            found.append(f"{node} inside {around}")
        for one in node.inside:
            walk(one, str(node) if node.name else around)

    walk(window, "the window")
    return found


def is_sentence(words: str) -> bool:
    return len(words.split()) >= 4 and re.search(r"[.:]", words) is not None


def told(window: Node, name: str) -> list[Node]:
    return [
        one for one in window.every() if name in one.name and one.role not in {"label", "combo box", "radio button"}
    ]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_on_a_page_lacks_a_name(program: Reader, page: str) -> None:
    window = go_to(program, page)
    assert unnamed(window) == []
    assert sum(one.focusable for one in rest(window)) >= 2, "nothing for the keyboard on this page"
    for view, chart in VIEWS.get(page, {}).items():
        program.act(window.find("radio button", view))
        window = program.wait_for(lambda seen, chart=chart: not chart or told(seen, chart))
        assert unnamed(window) == [], view
        assert not chart or any(is_sentence(one.description) for one in told(window, chart)), view


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, names in CHARTS.items() for name in names])
def test_a_chart_is_described_by_a_sentence(program: Reader, page: str, name: str) -> None:
    window = go_to(program, page)
    found = [one for one in told(window, name) if one.role in {"filler", "layered pane", "image", "canvas", "chart"}]
    assert found, name
    assert any(is_sentence(one.description) or is_sentence(one.name) for one in found), [str(one) for one in found]


def test_an_answer_given_by_assistive_technology_is_recorded(program: Reader) -> None:
    """A screen reader or voice control checks a radio button without any click: the answer must be stored all the same."""
    window = go_to(program, "Today")
    program.act(next(one for one in scale(window, "Nausea") if one.name == "Mild"))
    answered = program.wait_for(lambda seen: group(seen, "Nausea").description.startswith("Mild"))
    assert [one.name for one in scale(answered, "Nausea") if one.checked] == ["Mild"]
    program.wait_for(lambda seen: any(one.name.startswith("Saved") for one in seen.every()))


def test_a_box_ticked_by_assistive_technology_is_stored(program: Reader) -> None:
    name = "Remind me of “Overall change (PGIC)” on the Today page"
    box = go_to(program, "Questionnaires").find("check box", name)
    before = box.checked
    program.act(box)
    program.wait_for(lambda seen: seen.find("check box", name).checked is not before)
    go_to(program, "Today")
    # Coming back, the page shows what is stored.
    assert go_to(program, "Questionnaires").find("check box", name).checked is not before


@pytest.mark.full
@pytest.mark.parametrize("page", OPENERS)
def test_nothing_that_unfolds_lacks_a_name(program: Reader, page: str) -> None:
    """The last of all, for it leaves the pages unfolded."""
    window = go_to(program, page)
    for name in OPENERS[page]:
        before = {one.path for one in window.every()}
        program.act(
            next(one for one in window.every() if one.name == name and one.role in {"push button", "check box"})
        )
        window = program.wait_for(lambda seen, before=before: {one.path for one in seen.every()} - before)
        assert unnamed(window) == [], name


def group(window: Node, name: str) -> Node:
    return next(one for one in window.every() if one.role == "panel" and one.name == name)


def scale(window: Node, name: str) -> list[Node]:
    return [one for one in group(window, name).every() if one.role == "radio button"]
