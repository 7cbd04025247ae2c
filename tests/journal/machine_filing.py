"""The state machine goes on: exports, imports, the same imports again, and taking them back."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import multiple, precondition, rule

from ldn_journal.base.errors import ImportRefused, NotFound, NothingToUndo
from ldn_journal.domain.records import Kind
from ldn_journal.domain.soundness import ONE_A_DAY
from ldn_journal.journal.settings import OF_THIS_COMPUTER, ExportMade
from tests.journal.agreeing import brought_by, write_tables
from tests.journal.drawn import entries
from tests.journal.machine import RecordingMachine
from tests.journal.model import Model
from tests.journal.model_records import Brought, Refused, check_whole


class FilingMachine(RecordingMachine):
    """A diary with files in and out."""

    def __init__(self) -> None:
        super().__init__()
        self.exported: list[tuple[Path, Model]] = []
        self.tables: list[tuple[Path, list[Brought]]] = []

    @rule(
        target=RecordingMachine.ids, drawn=st.lists(entries, min_size=1, max_size=5),
        again=st.booleans(), change=st.booleans(), data=st.data(),
    )  # fmt: skip
    def import_tables(
        self, drawn: list[tuple[Kind, dict[str, Any]]], again: bool, change: bool, data: st.DataObject
    ) -> Any:
        """Import tables of new entries, perhaps a second time, and perhaps change one of them afterwards."""
        path = self.path("tables")
        made = [one for one in (self.entry(kind, fields) for kind, fields in drawn) if one is not None]
        if not made:
            return multiple()
        brought = write_tables(path, made)
        self.tables.append((path, brought))
        found = self.take_in(path, brought, checked=True)
        if again:
            self.nothing_more(path, brought, checked=True)
        if change and found:
            self.revised(found[0], data, "")
        return multiple(*found)

    @precondition(lambda self: self.tables)
    @rule(target=RecordingMachine.ids, data=st.data())
    def import_tables_again(self, data: st.DataObject) -> Any:
        """Import tables that were imported before; what they brought may have been changed, removed or taken back since."""
        path, brought = self.tables[data.draw(st.integers(0, len(self.tables) - 1))]
        found = self.take_in(path, brought, checked=True)
        self.nothing_more(path, brought, checked=True)
        return multiple(*found)

    @rule()
    def export(self) -> None:
        self.exported.append(self.written())

    def written(self) -> tuple[Path, Model]:
        path = self.path("journal.json")
        self.journal.export_json(path)
        holds = self.model.copy()
        for name in OF_THIS_COMPUTER:
            holds.settings.pop(name, None)
        made = ExportMade(path=str(path), at=self.clock.now(), format="json")
        self.model.settings["exports"] = (*self.model.settings.get("exports", ()), made)
        return path, holds

    @precondition(lambda self: self.exported)
    @rule(data=st.data())
    def import_export(self, data: st.DataObject) -> None:
        path, holds = self.exported[data.draw(st.integers(0, len(self.exported) - 1))]
        if self.model.records or self.model.log:
            self.take_in(path, brought_by(holds), checked=False)
            self.nothing_more(path, brought_by(holds), checked=False)
            return
        assert self.journal.import_file(path).restored
        here = {name: value for name, value in self.model.settings.items() if name in OF_THIS_COMPUTER}
        drafts = self.model.drafts
        self.model = holds.copy()
        self.model.settings |= here
        self.model.drafts = drafts

    @precondition(lambda self: self.model.imports())
    @rule(data=st.data())
    def undo_import(self, data: st.DataObject) -> None:
        known = self.model.imports()
        number = data.draw(st.sampled_from([*known, *known, 1, 999]))
        self.clock.move(timedelta(seconds=1))
        try:
            done, stayed = self.model.taking_back(number)
        except Refused:
            with pytest.raises((NotFound, NothingToUndo)):
                self.journal.undo_import(number)
            return
        taken = self.journal.undo_import(number)
        assert taken.stayed == stayed
        source = f"import {number} taken back"
        self.model.keep(done, taken, self.clock.now(), source, takes_back=number)

    # Inside ----------------------------------------------------------------------------------------------------------

    def take_in(self, path: Path, brought: list[Brought], *, checked: bool) -> list[str]:
        self.clock.move(timedelta(seconds=1))
        now = self.clock.now()
        try:
            if checked:
                self.check_table(brought)
            plan, already, differing = self.model.taking_in(brought, now)
        except Refused:
            with pytest.raises(ImportRefused):
                self.journal.import_file(path)
            return []
        trial = self.journal.import_file(path, dry_run=True)
        receipt = self.great(lambda: self.journal.import_file(path), changes=bool(plan))
        assert trial == receipt
        assert (receipt.kept + len(receipt.defined), receipt.already, receipt.differing) == (
            len(plan),
            already,
            differing,
        )
        return self.keep(plan, receipt.changes, now, "import")

    def nothing_more(self, path: Path, brought: list[Brought], *, checked: bool) -> None:
        """Import a file that was imported just now: nothing changes."""
        before = len(self.model.log)
        assert self.take_in(path, brought, checked=checked) == []
        assert len(self.model.log) == before

    def check_table(self, brought: Iterable[Brought]) -> None:
        """Raise ``Refused`` where a table holds what no entry may say."""
        seen = set()
        own = self.model.own_measures()
        for one in brought:
            if one.kind is Kind.MEASURE:
                if (one.kind, one.said["key"]) in seen:
                    raise Refused("two of one key")
                seen.add((one.kind, one.said["key"]))
                own[one.said["key"]] = one.said
            self.model.check(one.kind, one.said, self.today, own, confirmed=False)
            check_whole(one.kind, one.said)
            if one.kind in ONE_A_DAY:
                if (one.kind, one.said["day"]) in seen:
                    raise Refused("two of one day")
                seen.add((one.kind, one.said["day"]))
