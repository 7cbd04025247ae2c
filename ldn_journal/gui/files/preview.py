"""What would be stored of a file, before it is."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from ldn_journal.base.texts import _, format_day, ngettext
from ldn_journal.gui import tokens
from ldn_journal.gui.bar import Bar
from ldn_journal.gui.files.facts import Facts
from ldn_journal.gui.files.load import ShownPreview
from ldn_journal.gui.files.panels import Panel
from ldn_journal.gui.files.words import format_words, kind_words
from ldn_journal.gui.today.flow import flowing
from ldn_journal.gui.treatment.words import days_words
from ldn_journal.gui.widgets.labels import LinkButton, make_label

if TYPE_CHECKING:
    from ldn_journal.exchange.receipt import Receipt
    from ldn_journal.journal.intake import Tally

_MOST_NAMES = 40


class PreviewPanel(Panel):
    """A preview. ``keep`` imports it, ``leave`` does not, ``change`` goes back to the mapping; ``confirm`` asks about a dose."""

    def __init__(self, shown: ShownPreview, parent: QWidget | None = None) -> None:
        super().__init__(_("Preview"), parent)
        from ldn_journal.exchange.receipt import format_count

        self.shown = shown
        preview, receipt = shown.preview, shown.preview.receipt
        form = format_words(preview.intake.form, mapped=preview.intake.mapped, folder=preview.intake.path.is_dir())
        self.box.addWidget(make_label(receipt.name, "strong"))
        rows = ngettext("{n} row read as {form}.", "{n} rows read as {form}.", receipt.rows)
        self.box.addWidget(make_label(rows.format(n=format_count(receipt.rows), form=form)))
        self._add_tallies()
        for sentence in _accounts(receipt, preview.completed):
            self.box.addWidget(make_label(sentence, "muted"))
        if shown.first:
            self._head(
                ngettext(
                    "The first entry, as it would be stored",
                    "The first entries, as they would be stored",
                    len(shown.first),
                )
            )
            self.box.addWidget(Facts(_("The first entries"), shown.first))
        self.keep = QPushButton(_keep_words(receipt))
        self.keep.setProperty("primary", True)
        self.leave = QPushButton(_("Leave it"))
        self.change = LinkButton(_("Change what is what"))
        self.confirm = Bar("warning")
        self.yes = self.confirm.add_button(_("Yes, store it"))
        self.no = self.confirm.add_button(_("No, do not import"))
        self.confirm.hide()
        self.box.addSpacing(tokens.SPACE)
        self.box.addWidget(self.confirm)
        self.box.addWidget(flowing(self.keep, self.leave, self.change, gap=12))
        # Only within the panel: shown before, each would be a window of its own for a moment.
        self.keep.setVisible(_worth(receipt))
        self.change.setVisible(preview.intake.mapped)

    def begin(self) -> QWidget:
        """Return the button that is likeliest wanted."""
        return self.keep if _worth(self.shown.preview.receipt) else self.leave

    def _add_tallies(self) -> None:
        preview = self.shown.preview
        if not preview.tallies:
            sentence = _("There is nothing new in it: all of it is in your journal already.")
            if not preview.receipt.already and not preview.receipt.differing:
                sentence = _("There is nothing in it that can be stored.")
            self.box.addWidget(make_label(sentence))
            return
        self._head(_("What would be stored"))
        self.box.addWidget(Facts(_("What would be stored"), [self._tally(one) for one in preview.tallies]))
        if preview.receipt.restored:
            self.box.addWidget(
                make_label(
                    _(
                        "Your journal is empty, so this one is put in its place as it was, with its history and settings."
                        " That is not one step that can be undone."
                    ),
                    "muted",
                )
            )

    def _tally(self, one: "Tally") -> tuple[str, str]:
        """Return how many of a kind, and from when to when, or which."""
        words = kind_words(one.kind, one.n)
        if one.first is None or one.last is None:
            return words, ", ".join(self.shown.new_measures)
        return words, format_day(one.first) if one.first == one.last else days_words(one.first, one.last)

    def _head(self, words: str) -> None:
        self.box.addSpacing(tokens.SPACE // 2)
        self.box.addWidget(make_label(words, "strong"))


def _worth(receipt: "Receipt") -> bool:
    return receipt.kept > 0 or bool(receipt.defined)


def _keep_words(receipt: "Receipt") -> str:
    from ldn_journal.exchange.receipt import format_count

    if receipt.restored:
        return _("Restore this journal")
    n = receipt.kept
    return ngettext("Import {n} entry", "Import {n} entries", n).format(n=format_count(n))


def _accounts(receipt: "Receipt", completed: int) -> list[str]:
    """What is here already, what is left out and why, and what is not read."""
    from ldn_journal.exchange.receipt import format_count as n_of

    said = []
    if completed:
        words = ngettext(
            "{n} of the nights is in your journal and would be completed.",
            "{n} of the nights are in your journal and would be completed.",
            completed,
        )
        said.append(words.format(n=n_of(completed)))
    if receipt.already:
        words = ngettext("{n} entry is here already.", "{n} entries are here already.", receipt.already)
        said.append(words.format(n=n_of(receipt.already)))
    if receipt.differing:
        words = ngettext(
            "{n} entry is different in your journal; your own stays.",
            "{n} entries are different in your journal; your own stay.",
            receipt.differing,
        )
        said.append(words.format(n=n_of(receipt.differing)))
    for reason, rows in receipt.refusals:
        words = ngettext("{n} row would be left out: {reason}", "{n} rows would be left out: {reason}", rows)
        said.append(words.format(n=n_of(rows), reason=reason))
    if receipt.ignored:
        names = ", ".join(receipt.ignored[:_MOST_NAMES]) + (" …" if len(receipt.ignored) > _MOST_NAMES else "")
        said.append(_("Not read: {names}.").format(names=names))
    return said + list(receipt.remarks)
