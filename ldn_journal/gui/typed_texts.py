"""What stands in the typed fields of a page and was not read yet, so that it outlives a locked or lost window."""

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from ldn_journal.gui.widgets.parsed_edit import ParsedEdit


def unread_texts(root: QWidget) -> dict[str, str]:
    """Return what stands in fields below ``root`` and is not their value, by the names of the fields."""
    found = {name: field.unread_text() for name, field in _fields(root)}
    return {name: text for name, text in found.items() if text is not None}


def type_texts(root: QWidget, texts: Mapping[str, object]) -> None:
    """Put back what ``unread_texts`` returned, as if it had just been typed."""
    for name, field in _fields(root):
        if name in texts:
            field.type_text(str(texts[name]))


def _fields(root: QWidget) -> Iterator[tuple[str, ParsedEdit[object]]]:
    """Yield the typed fields in the order in which they were made; several of one name are numbered."""
    seen: dict[str, int] = {}
    for field in root.findChildren(QLineEdit):
        if isinstance(field, ParsedEdit):
            name = field.accessibleName()
            seen[name] = seen.get(name, 0) + 1
            yield (name if seen[name] == 1 else f"{name} {seen[name]}"), field
