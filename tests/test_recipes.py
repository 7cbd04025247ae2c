"""The recipes of CONTRIBUTING.md, each followed in a copy of the program, and every path that the three guides name.

A copy is changed in no place that its recipe does not name, so a recipe that forgets one fails here.
"""

import fnmatch
import json
import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from babel.messages.pofile import read_po, write_po

from tests.house import ROOT, House

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FOLLOWED = {
    "Add a built-in measure": "test_a_measure_is_known_everywhere",
    "Add another app's format": "test_the_format_of_another_app_is_read",
    "Add a language": "test_a_language_is_spoken_as_far_as_it_is_translated",
    "Add a field to a record": "test_a_field_comes_to_a_journal_of_the_version_before",
}
TODAY = datetime.now().astimezone().date()


class Recipe:
    """One recipe, and changes to a copy that are made only where it names the file."""

    def __init__(self, heading: str, house: House) -> None:
        self.house = house
        self.named = quoted(recipes()[heading])

    def path(self, name: str) -> Path:
        """Return the file, if the recipe names it or its folder."""
        assert any(names(token, name) or (token.endswith("/") and names(f"{token}*", name)) for token in self.named), (
            f"the recipe does not say that {name} is to be changed"
        )
        return self.house.root / name

    def append(self, name: str, text: str) -> None:
        """Add to the end of a file."""
        path = self.path(name)
        path.write_text(f"{path.read_text('utf-8')}\n{text}", "utf-8")

    def create(self, name: str, text: str) -> None:
        """Make a new file."""
        path = self.path(name)
        assert not path.exists()
        path.write_text(text, "utf-8")

    def put(self, name: str, pattern: str, text: str) -> None:
        """Put text after the one place that the pattern matches."""
        path = self.path(name)
        changed, n = re.subn(pattern, lambda found: found[0] + text, path.read_text("utf-8"), flags=re.DOTALL)
        assert n == 1, (name, pattern, n)
        path.write_text(changed, "utf-8")


def recipes() -> dict[str, str]:
    """Every recipe of the guide by its heading."""
    part = GUIDE.partition("\n## Recipes\n")[2].partition("\n## ")[0]
    found = re.split(r"^\*\*(.+?)\.\*\*", part, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def quoted(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def names(token: str, path: str) -> bool:
    """Whether a name as the guides write it, from any folder on and with N for digits, is this path."""
    pattern = re.sub(r"N{2,}", lambda found: "[0-9]" * len(found[0]), token)
    return fnmatch.fnmatchcase(f"/{path}", f"*/{pattern}")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for everything here, emptied in the end."""
    folder = tmp_path_factory.mktemp("recipes")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def before(room: Path) -> House:
    """The program as it is."""
    return House(room / "before", room)


@pytest.fixture(scope="module")
def house(room: Path) -> House:
    """The program that is changed, by one recipe after the other."""
    return House(room / "house", room)


# The recipes ---------------------------------------------------------------------------------------------------------


def test_every_recipe_to_add_something_is_known_here() -> None:
    assert [heading for heading in recipes() if heading in FOLLOWED] == list(FOLLOWED)
    assert set(FOLLOWED.values()) <= set(globals())
    for heading, text in recipes().items():
        if heading.startswith("Add ") and heading not in FOLLOWED:
            assert any(token.startswith("tests/") for token in quoted(text)) or "as above" in text, heading


def test_a_file_that_no_recipe_names_may_not_be_changed(house: House) -> None:
    for heading in FOLLOWED:
        with pytest.raises(AssertionError, match=r"does not say that .* is to be changed"):
            Recipe(heading, house).append("ldn_journal/cli/log.py", "")


def test_a_measure_is_known_everywhere(house: House) -> None:
    recipe = Recipe("Add a built-in measure", house)
    recipe.append(
        "resources/clinical/measures.toml",
        '[[measure]]\nkey = "hum"\nname = "Hum in the ears"\nquestion = "Hum today"\nscale = "numeric"\nlow = 0\nhigh = 10\n'
        'better = "lower"\nrecall = "today"\n',
    )
    days = [(TODAY - timedelta(days=n)).isoformat() for n in range(9, 1, -1)]
    paper = house.room / "summary.pdf"
    *_logged, listed, shown, trends, _wrote = house.done(
        "measure",
        "init",
        f"regimen add {days[0]} 1.5mg",
        *(f"log {day} dose=1.5mg hum={n % 4}" for n, day in enumerate(days)),
        "measure list",
        "show --last 12d",
        "trends --format json --last 12d",
        f"report {paper} --last 12d",
    )
    assert re.search(r"^hum +Hum in the ears +numeric", listed, re.MULTILINE)
    assert "Hum in the ears" in shown.splitlines()[0]
    (measure,) = (one for one in json.loads(trends)["measures"] if one["key"] == "hum")
    assert sum(phase["n"] for phase in measure["phases"]) > 0
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(paper).pages)
    assert "Hum in the ears" in " ".join(words.split())


DRIFTLOG = '''
"""Driftlog's CSV: a row per value, ``Drift day,Thing,Level,Words``. Levels go from 0 to 10; a medicine's is its dose."""

from collections.abc import Sequence
from pathlib import Path

from ldn_journal.exchange.cells import CellError, read_stamp
from ldn_journal.exchange.incoming import Reading, Surroundings
from ldn_journal.exchange.mapping import ColumnMap
from ldn_journal.exchange.names import NamedReader
from ldn_journal.exchange.streams import Observation, Stream, is_ldn
from ldn_journal.exchange.text_table import TextTable


def is_driftlog(header: Sequence[str]) -> bool:
    return tuple(header[:3]) == ("Drift day", "Thing", "Level")


def read_driftlog(path: Path, given: ColumnMap | None, around: Surroundings) -> Reading:
    table = TextTable(path, watch=around.watch)
    names = NamedReader(around, given)
    for line, (written, thing, level, words) in table.rows():
        names.reading.rows += 1
        try:
            day, _at = names.moment(line, read_stamp(written).day, None)
        except CellError as error:
            raise table.refusal(str(error), line) from None
        stream = Stream(medicine=True) if is_ldn(thing) else Stream(scale=(0, 10))
        names.see(Observation(line, thing, level, day), stream)
        names.note(line, day, None, words)
    return names.finish()
'''


def test_the_format_of_another_app_is_read(house: House) -> None:
    recipe = Recipe("Add another app's format", house)
    formats = "ldn_journal/exchange/formats.py"
    recipe.create("ldn_journal/exchange/driftlog.py", DRIFTLOG.lstrip())
    recipe.put(
        formats,
        r"(?m)^from ldn_journal\.exchange\.document import [^\n]+\n",
        "from ldn_journal.exchange.driftlog import is_driftlog, read_driftlog\n",
    )
    recipe.put(formats, r"_TABLES = \{\n", '    "driftlog": is_driftlog,\n')
    recipe.put(formats, r"_READERS: [^\n]+ = \{\n", '    "driftlog": read_driftlog,\n')
    recipe.put(
        "ldn_journal/gui/files/words.py",
        r'"daylio": _\("an export of Daylio"\),\n',
        '        "driftlog": _("an export of Driftlog"),\n',
    )
    diary = house.room / "diary.csv"
    diary.write_text(
        "Drift day,Thing,Level,Words\n2025-03-01,Pain,0,A walk\n2025-03-01,LDN,1.5 mg,\n2025-03-02,Pain,7,\n", "utf-8"
    )
    spoilt = house.room / "spoilt.csv"
    spoilt.write_text("Drift day,Thing,Level,Words\n2025-02-31,Pain,0,\n", "utf-8")
    shown = "show --from 2025-03-01 --to 2025-03-02 --format json"
    _init, first, again, help_, once, refused = house.lines(
        "format", "init", f"import {diary}", f"import {diary}", "import --help", shown, f"import {spoilt}"
    )
    assert (first.code, again.code, once.code) == (0, 0, 0), (first, again)
    assert ("4 entries stored" in first.out, "0 entries stored" in again.out) == (True, True), (first, again)
    assert "driftlog" in help_.out
    days = json.loads(once.out)["days"]
    found = [(day["values"]["pain"], day["taken_pg"], [one["text"] for one in day["notes"]]) for day in days]
    assert found == [(0, 1_500_000_000, ["A walk"]), (7, None, [])]
    assert (refused.code, "Line 2" in refused.err) == (2, True), refused
    said = house.code(
        "from ldn_journal.gui.files.words import format_words; print(format_words('driftlog', mapped=False, folder=False))"
    )
    assert said == "an export of Driftlog\n"


FRENCH = {"There are none yet.": "Il n’y en a pas encore.", "list days": "montrer les jours"}
CATALOGUE = "resources/locale/fr/LC_MESSAGES/ldn_journal.po"
CHECKED = """
import sys
sys.path.insert(0, "packaging")
from texts import run
from devtools.frozen_parts import wanted
from ldn_journal.base.texts import set_language
from ldn_journal.clinical.surgery import says_surgery
for arguments in (["fr"], ["--check", "fr"]):
    sys.argv[1:] = arguments
    print("code", run.main())
set_language("fr")
print(wanted("babel/locale-data/fr.dat"), says_surgery("Chirurgie du genou"), wanted("babel/locale-data/zu.dat"))
"""


def test_a_language_is_spoken_as_far_as_it_is_translated(house: House) -> None:
    recipe = Recipe("Add a language", house)
    recipe.put("ldn_journal/base/languages.py", r'LANGUAGES: [^\n]+ = \{"en": "English", ', '"fr": "Français", ')
    made = house.python("packaging/texts/run.py", "fr")
    assert made.returncode == 0, made.stderr
    path = recipe.path(CATALOGUE)
    with path.open("rb") as file:
        catalogue = read_po(file, locale="fr", domain="ldn_journal")
    for english, french in FRENCH.items():
        catalogue.get(english).string = french
    with path.open("wb") as file:
        write_po(file, catalogue)
    recipe.append(
        "resources/clinical/surgery.toml",
        '[fr]\nsurgery = ["chirurgie"]\nparts = ["anesthésie"]\nwhole = []\nnot = ["coopération"]\n',
    )
    counted, compiled, count, *missing, checked, told = house.code(CHECKED).splitlines()
    whole = len(catalogue) - len(FRENCH)
    assert counted == count == f"fr: {len(catalogue)} sentences, {whole} without a translation"
    assert (compiled, checked, told) == ("code 0", "code 1", "True True False")
    assert missing[-1] == f"  and {whole - len(missing) + 1} more"
    assert all(one.startswith("  without a translation: ") for one in missing[:-1])
    assert not any(english in one for one in missing for english in FRENCH)
    french, listed, english, offered = house.done(
        "language", "--lang fr init", "--lang fr visit list", "--lang en visit list", "--lang fr show --help"
    )
    assert listed == f"{FRENCH['There are none yet.']}\n"
    assert FRENCH["list days"] in offered
    assert "Made an empty journal" in french
    assert english == "There are none yet.\n"


STEP = '''
"""The next version: where an event was."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the column."""
    op.add_column("event", sa.Column("place", sa.String(), nullable=True))
'''
WITH_PLACE = """
import sys
from datetime import date
from pathlib import Path
from ldn_journal.base.paths import DataFolder
from ldn_journal.domain.life import NewEvent
from ldn_journal.domain.records import Kind
from ldn_journal.journal import Journal
old, room = Path(sys.argv[1]), Path(sys.argv[2])
with Journal.open(DataFolder(old)) as journal:
    journal.record(NewEvent(day=date(2025, 3, 2), what="travel", place="Lake"))
    print([(one.what, one.place) for one in journal.records(Kind.EVENT)], journal.info().schema_version, journal.check())
    journal.export_json(room / "out.json")
    journal.export_csv(room / "newer")
with Journal.create(DataFolder(room / "fresh")) as journal:
    stored = [journal.import_file(room / name).kept for name in ("tables", "tables", "newer", "out.json")]
    print(stored, [one.place for one in journal.records(Kind.EVENT)])
"""
TELL = """
import importlib, inspect, sys, tempfile
from pathlib import Path
for file in sys.argv[1:]:
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    assert Path(module.__file__).is_relative_to(Path.cwd()), module.__file__
    for name, test in vars(module).items():
        wants = set(inspect.signature(test).parameters) if name.startswith("test_") else {"nothing"}
        if not wants <= {"tmp_path"}:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(*[Path(folder)] * len(wants))
            except Exception as error:
                print(name)
            else:
                print("passed")
"""
"""Runs the tests of some files that need no more than a folder, and prints those that fail."""
CHECKS = ("tests/store/test_migrations.py", "tests/exchange/test_schema.py", "tests/exchange/test_folder.py")


def test_a_field_comes_to_a_journal_of_the_version_before(before: House, house: House) -> None:
    recipe = Recipe("Add a field to a record", house)
    assert set(CHECKS) <= set(recipe.named)
    engine = house.root / "ldn_journal/store/engine.py"
    known = int(re.search(r"^SCHEMA_VERSION = (\d+)$", engine.read_text("utf-8"), re.MULTILINE)[1])  # type: ignore[index]
    tables, old, new = before.room / "tables", "field", known + 1
    before.done(old, "init", "event add 2025-03-01 flare", f"export --format csv {tables}")

    recipe.put(
        "ldn_journal/domain/life.py",
        r"class NewEvent\(NewRecord\):.+?    note: [^\n]+\n",
        "    place: str | None = Field(default=None, max_length=MAX_NAME)\n",
    )
    text = recipe.path("ldn_journal/store/engine.py").read_text("utf-8")
    engine.write_text(text.replace(f"SCHEMA_VERSION = {known}\n", f"SCHEMA_VERSION = {new}\n"), "utf-8")
    assert told(house) == {
        "test_migrations_and_models_make_the_same_schema",
        "test_every_kind_and_field_is_described",
        "test_every_field_has_its_column",
        "test_a_file_of_every_released_version_opens",
    }
    recipe.put(
        "ldn_journal/exchange/tables.py",
        r'_table\("events\.csv", Kind\.EVENT, .+?_text\("note"\)',
        ', Column("place", "place", guard, unguard, later=True)',
    )
    schema_path = recipe.path("resources/exchange/journal.schema.json")
    schema: dict[str, Any] = json.loads(schema_path.read_text("utf-8"))
    schema["$defs"]["event"]["properties"]["place"] = {"type": "string", "maxLength": 200}
    schema_path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")
    recipe.create(f"ldn_journal/store/migrations/v{new:04d}.py", STEP.lstrip())
    made = house.python(f"{recipe.path('tests/store/make_released.py')}", f"tests/store/released/v{new:04d}.ldnj")
    assert made.returncode == 0, made.stderr
    assert told(house) == set()

    said = house.code(WITH_PLACE, str(house.room / old), str(house.room)).splitlines()
    assert said[0] == f"[('flare', None), ('travel', 'Lake')] {new} []"
    assert said[1] == "[1, 0, 1, 0] [None, 'Lake']", "tables from before, twice, and files of the new version"
    assert "Lake" in (house.room / "out.json").read_text("utf-8")

    kept = (house.room / old / "journal.ldnj").read_bytes()
    (refused,) = before.lines(old, "show")
    assert refused.code != 0
    assert "This journal was made by a newer LDN Journal. It was not changed." in refused.err
    assert (house.room / old / "journal.ldnj").read_bytes() == kept


def told(house: House) -> set[str]:
    """The tests of the copy that fail, among those of the recipe that need no journal."""
    said = house.code(TELL, *CHECKS).split()
    assert len(said) == 4
    return set(said) - {"passed"}


# The paths -----------------------------------------------------------------------------------------------------------

MADE = (".venv", "build/", "dist/")
"""Folders that commands make."""
SUFFIXES = (".py", ".toml", ".md", ".lock", ".spec", ".json", ".txt", ".typ", ".po", ".iss", ".sh")


@pytest.fixture(scope="module")
def paths() -> list[str]:
    """Every file and folder of the repository that is written by hand."""
    found = [one.name for one in ROOT.iterdir() if one.is_file()]
    for tree in ("ldn_journal", "resources", "packaging", "tests"):
        for folder, folders, files in os.walk(ROOT / tree):
            folders[:] = [name for name in folders if name != "__pycache__"]
            place = Path(folder).relative_to(ROOT).as_posix()
            found += [f"{place}/", *(f"{place}/{name}" for name in files)]
    return found


@pytest.mark.parametrize("guide", ["CONTRIBUTING.md", "README.md", "packaging/README.md"])
def test_every_path_in_a_guide_exists(guide: str, paths: list[str]) -> None:
    text = (ROOT / guide).read_text("utf-8")
    tokens = quoted(text)
    words = [word.replace("\\", "/") for token in tokens for word in token.split()]
    written = [word for word in words if ("/" in word and word[0] not in "/-*") or word.endswith(SUFFIXES)]
    written = [word for word in written if not word.startswith(MADE)] + re.findall(r"\]\(([^)#:]+)\)", text)
    assert len(written) > 3
    missing = [word for word in written if not any(names(word, path) or names(f"{word}/", path) for path in paths)]
    assert missing == []
