"""What the cards of the other pages offer. Their modules are loaded when an action is chosen, not to list it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ldn_journal.base.texts import _
from ldn_journal.gui.palette.action import Action, on_page, press

if TYPE_CHECKING:
    from ldn_journal.gui.files.page import FilesPage
    from ldn_journal.gui.keeping.page import KeepingPage
    from ldn_journal.gui.main_window import MainWindow
    from ldn_journal.gui.treatment.page import TreatmentPage
    from ldn_journal.gui.visits.page import VisitsPage


def card_actions() -> list[Action]:
    """Return what can be done on pages other than Today, page by page."""
    return [
        *_history(),
        *_trends(),
        *_treatment(),
        *_questionnaires(),
        *_visits(),
        *_files(),
        *_keeping(),
        *_settings(),
    ]


def _history() -> list[Action]:
    return [
        Action(
            "history.all",
            _("All changes there have been"),
            _("History"),
            lambda window: window.show_page("history/all"),
            "history",
            also=_("log revisions edits"),
        )
    ]


def _trends() -> list[Action]:
    def view(key: str, title: str, also: str) -> Action:
        return Action(
            f"trends.{key}", title, _("Trends"), lambda window: window.show_page(f"trends/{key}"), "trends", also=also
        )

    def table(window: "MainWindow") -> None:
        from ldn_journal.gui.trends.page import TrendsPage

        on_page(window, "trends/charts", TrendsPage, lambda page: page.charts.table_button.setChecked(True))

    return [
        view("charts", _("Charts over time"), _("graph plot curve")),
        view("compare", _("Compare doses"), _("difference before after phase")),
        view("calendar", _("Calendar of a measure"), _("month heat map")),
        view("together", _("What goes together"), _("correlation scatter pairs")),
        Action("trends.table", _("Table of the charts"), _("Trends"), table, "trends", also=_("figures numbers days")),
    ]


def _treatment() -> list[Action]:
    def adder(key: str, title: str, card: "Callable[[TreatmentPage], object]", also: str) -> Action:
        return Action(
            f"treatment.{key}", title, _("Treatment"), lambda window: _press(window, card), "treatment", also=also
        )

    def _press(window: "MainWindow", button: "Callable[[TreatmentPage], object]") -> None:
        from PySide6.QtWidgets import QAbstractButton

        from ldn_journal.gui.treatment.page import TreatmentPage

        def go(page: TreatmentPage) -> None:
            found = button(page)
            assert isinstance(found, QAbstractButton)  # noqa: S101 - each of these is a button
            press(found)

        on_page(window, "treatment", TreatmentPage, go)

    return [
        adder(
            "step", _("Add a step to the plan…"), lambda page: page.plan.entries.adders["step"], _("titration dose new")
        ),
        adder(
            "break", _("Add a break to the plan…"), lambda page: page.plan.entries.adders["break"], _("pause stop new")
        ),
        adder(
            "pattern",
            _("Begin a plan from a pattern…"),
            lambda page: page.plan.entries.adders["pattern"],
            _("titration schedule new"),
        ),
        adder(
            "prescription",
            _("Add a prescription…"),
            lambda page: page.prescriptions.entries.adders["add"],
            _("pharmacy bottle capsules supply new"),
        ),
        adder(
            "medicine",
            _("Add a medicine…"),
            lambda page: page.medicines.entries.adders["add"],
            _("drug tablet supplement new"),
        ),
        adder(
            "condition",
            _("Add a health fact…"),
            lambda page: page.conditions.entries.adders["add"],
            _("diagnosis illness pregnancy allergy new"),
        ),
        adder("card", _("Save the wallet card as PDF…"), lambda page: page.wallet.save, _("emergency opioids carry")),
    ]


def _questionnaires() -> list[Action]:
    from ldn_journal.clinical.questionnaires import questionnaires

    def filling_in(key: str) -> "Callable[[MainWindow], None]":
        def run(window: "MainWindow") -> None:
            from ldn_journal.gui.questionnaires.page import QuestionnairesPage

            on_page(window, "questionnaires", QuestionnairesPage, lambda page: page.fill_in(key))

        return run

    return [
        Action(
            f"fill.{key}",
            _("Fill in {questionnaire}").format(questionnaire=_(one.name)),
            _("Questionnaires"),
            filling_in(key),
            "questionnaires",
            also=_("answer score form"),
        )
        for key, one in questionnaires().items()
    ]


def _visits() -> list[Action]:
    def visit(key: str, title: str, deed: "Callable[[VisitsPage], None]", also: str, part: str = "") -> Action:
        def run(window: "MainWindow") -> None:
            from ldn_journal.gui.visits.page import VisitsPage

            on_page(window, f"visits/{part}" if part else "visits", VisitsPage, deed)

        return Action(f"visits.{key}", title, _("Visits"), run, "visits", also=also)

    return [
        visit("plan", _("Plan a visit…"), lambda page: press(page.coming.plan), _("appointment doctor add new")),
        visit(
            "question",
            _("Add a question for the next visit…"),
            lambda page: page.coming.begin_question(),
            _("ask doctor new"),
        ),
        visit(
            "pdf",
            _("Save the summary as PDF…"),
            lambda page: press(page.summary.save),
            _("report doctor export"),
            "summary",
        ),
        visit(
            "print",
            _("Print the summary…"),
            lambda page: press(page.summary.print),
            _("report doctor paper"),
            "summary",
        ),
    ]


def _files() -> list[Action]:
    def file(key: str, title: str, deed: "Callable[[FilesPage], None]", also: str) -> Action:
        def run(window: "MainWindow") -> None:
            from ldn_journal.gui.files.page import FilesPage

            on_page(window, "files", FilesPage, deed)

        return Action(f"files.{key}", title, _("Import and export"), run, "files", also=also)

    def export(form: str, title: str, also: str) -> Action:
        return file(form, title, lambda page: press(page.exports.rows[form].save), also)

    return [
        file(
            "import",
            _("Import a file…"),
            lambda page: press(page.bring.choosing.file),
            _("bring read bearable daylio apple csv"),
        ),
        file(
            "folder",
            _("Import a folder of tables…"),
            lambda page: press(page.bring.choosing.folder),
            _("bring read csv"),
        ),
        export("json", _("Export the whole journal as JSON…"), _("save take out data")),
        export("csv", _("Export tables as CSV…"), _("save take out data spreadsheet excel")),
        export("fhir", _("Export as FHIR…"), _("save take out data health record")),
        export("sqlite", _("Export a database as SQLite…"), _("save take out data sql")),
    ]


def _keeping() -> list[Action]:
    def keep(
        key: str,
        title: str,
        deed: "Callable[[KeepingPage], None]",
        also: str,
        offered: "Callable[[MainWindow], bool]" = lambda _window: True,
    ) -> Action:
        def run(window: "MainWindow") -> None:
            from ldn_journal.gui.keeping.page import KeepingPage

            on_page(window, "keeping", KeepingPage, deed)

        return Action(f"keeping.{key}", title, _("Safekeeping"), run, "keeping", also=also, offered=offered)

    return [
        keep("backup", _("Make a backup now"), lambda page: press(page.backups.now), _("save copy back up")),
        keep("copy", _("Copy to a USB stick…"), lambda page: press(page.backups.copy), _("backup make a copy on save")),
        keep(
            "restore",
            _("Restore from another copy…"),
            lambda page: press(page.backups.elsewhere),
            _("go back use backup"),
        ),
        keep(
            "trial",
            _("Test the newest backup now"),
            lambda page: press(page.trial.now),
            _("backup restore verify trial"),
        ),
        keep(
            "practice",
            _("Type the recovery code for practice…"),
            lambda page: press(page.practice.begin),
            _("test forgot password"),
            lambda window: window.protected,
        ),
        keep(
            "check",
            _("Check the journal"),
            lambda page: press(page.check.check),
            _("look the file over verify sound damage"),
        ),
        keep(
            "protect",
            _("Protect with a password…"),
            lambda page: press(page.protection.protect),
            _("lock encrypt"),
            lambda window: not window.protected,
        ),
        keep(
            "password",
            _("Change the password…"),
            lambda page: press(page.protection.change),
            _("lock encrypt"),
            lambda window: window.protected,
        ),
    ]


def _settings() -> list[Action]:
    def part(key: str, title: str, also: str) -> Action:
        return Action(
            f"settings.{key}",
            title,
            _("Settings"),
            lambda window: window.show_page(f"settings/{key}"),
            "settings",
            also=also,
        )

    return [
        part("track", _("Choose what is tracked"), _("measures symptoms add own")),
        part("look", _("Choose colours and size of text"), _("look theme dark font")),
        part("sample", _("Sample journal"), _("demo example try")),
        part("about", _("About LDN Journal"), _("version licence folder")),
    ]
