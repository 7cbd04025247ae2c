"""The wallet card: what those who treat someone in an emergency should know, to print, cut out and fold."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ldn_journal.base.assets import asset
from ldn_journal.base.texts import _, format_day, language, ngettext
from ldn_journal.domain.amounts import format_amount
from ldn_journal.domain.doses import TitrationStep, plan_on
from ldn_journal.journal import Journal
from ldn_journal.report.letters import right_to_left
from ldn_journal.report.typeset import in_print, pdf

if TYPE_CHECKING:
    import typst


@dataclass(frozen=True)
class Line:
    """One labelled line of the card; without a ``text`` it is left to be written on."""

    label: str
    text: str


@dataclass(frozen=True)
class Side:
    """One side of the card: its heading, sentences, and lines below them."""

    heading: str
    sentences: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Wallet:
    """The page with the card: ``about`` says how to cut it, ``notes`` are small print, ``mark`` stands on a sample's card."""

    title: str
    about: str
    front: Side
    back: Side
    fold: str
    notes: tuple[str, ...]
    mark: str | None
    language: str
    made_on: date

    @property
    def words(self) -> str:
        """Everything it says, for choosing fonts."""
        sides = (self.front, self.back)
        found = [self.title, self.about, self.fold, *self.notes, self.mark or ""]
        for side in sides:
            found += [side.heading, *side.sentences]
            found += [part for line in side.lines for part in (line.label, line.text)]
        return "\n".join(found)


def wallet_card(journal: Journal) -> bytes:
    """Return the card as a PDF of one A4 page (PDF/A-3a and PDF/UA-1). The same journal and day give the same bytes."""
    wallet = compose_wallet(journal)

    def compiled(content: dict[str, Any], fonts: "typst.Fonts") -> bytes:
        files = {
            "main.typ": asset("report", "wallet.typ").read_bytes(),
            "style.typ": asset("report", "style.typ").read_bytes(),
            "content.json": json.dumps(content, ensure_ascii=False).encode(),
        }
        return pdf(files, fonts, wallet.made_on)

    return in_print(_content(wallet), wallet.words, compiled)


def compose_wallet(journal: Journal) -> Wallet:
    """Return what the card says: the dose that the regimen plans for today, and the contacts of the settings."""
    settings, today = journal.settings, journal.today()
    step = plan_on(today, journal.regimen)
    made = format_day(today)
    return Wallet(
        title=_("Wallet card"),
        about=_(
            "Print this page at its full size (100 %), cut along the corner marks and fold along the dotted line. Empty "
            "lines are to be written on."
        ),
        front=Side(
            _("I take low-dose naltrexone (LDN)"),
            (_("Naltrexone blocks opioids: opioid pain relief may not help me, or not as expected."),),
            (
                Line(_("Name"), settings.card_name or settings.name or ""),
                Line(_("Dose"), _dose(step)),
                Line(_("Usual time"), step.usual_time.strftime("%H:%M") if step and step.usual_time else ""),
            ),
        ),
        back=Side(
            _("In an emergency or before surgery"),
            (
                _("Tell the surgical and anaesthetic team that I take LDN, and plan pain relief with them."),
                _("Ask me, or my contact, when I last took it."),
            ),
            (Line(_("Contact"), settings.card_contact or ""), Line(_("Doctor"), settings.card_doctor or "")),
        ),
        fold=_("fold"),
        notes=(
            _(
                "Made with LDN Journal on {day}. The dose is the one planned for that day: print a new card when it changes."
            ).format(day=made),
            _("Self-reported. LDN is an off-label use of naltrexone."),
        ),
        mark=_("Sample journal: made-up data") if settings.sample else None,
        language=language(),
        made_on=today,
    )


def _dose(step: TitrationStep | None) -> str:
    if step is None:
        return ""
    if not step.amount_pg:
        return _("on a break since {day}").format(day=format_day(step.day, "medium"))
    return ngettext("{amount}, once a day", "{amount}, {count} times a day", step.times_per_day).format(
        amount=format_amount(step.amount_pg), count=step.times_per_day
    )


def _content(wallet: Wallet) -> dict[str, Any]:
    """Return what the template sets, in the shapes of JSON."""
    made = wallet.made_on
    return {
        "title": wallet.title,
        "about": wallet.about,
        "fold": wallet.fold,
        "notes": list(wallet.notes),
        "mark": wallet.mark,
        "lang": wallet.language.replace("-", "_").split("_")[0].lower(),
        "made": [made.year, made.month, made.day],
        "sides": [_side(wallet.front), _side(wallet.back)],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "heading": side.heading,
        "sentences": list(side.sentences),
        "lines": [asdict(line) | {"rtl": right_to_left(line.text)} for line in side.lines],
    }
