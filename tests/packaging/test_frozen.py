"""The frozen program does what the source does: entries, trends, the report, protection, imports, languages, the window.

Needs what `python3 packaging/dev.py package` leaves in `build/package`; `package --check` runs these tests on it. LDN_FROZEN=1
tries what is there even if the sources were edited since.
"""

import json
import os
import re
import selectors
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "package" / "frozen" / "ldn-journal"
PROGRAM = FOLDER / ("ldn-journal.exe" if sys.platform == "win32" else "ldn-journal")
sys.path.insert(0, str(ROOT / "packaging"))

from devtools import freezing, frozen_parts  # noqa: E402

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not PROGRAM.is_file(), reason="nothing is frozen here: python3 packaging/dev.py package"),
    pytest.mark.skipif(
        not os.environ.get("LDN_FROZEN") and not freezing.is_of_these_sources(ROOT),
        reason="what is frozen here is of other sources: python3 packaging/dev.py package",
    ),
]
SOURCE = [sys.executable, "-m", "ldn_journal"]


def run(data, *arguments, program=(str(PROGRAM),), code=0, stdin="", **variables):
    """Run the program on the data folder from a folder that has nothing of ours, and return what it printed."""
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    env |= {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", **variables}
    if program[0] == sys.executable:
        env["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [*program, "--data-dir", str(data), *map(str, arguments)],
        cwd=data.parent, env=env, input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A sample journal, written by the frozen program."""
    data = tmp_path_factory.mktemp("frozen") / "sample"
    run(data.parent / "none", "demo", data)
    return data


def test_entries_are_recorded_shown_and_taken_back(tmp_path):
    data = tmp_path / "j"
    run(data, "init")
    assert "Pain   4" in run(data, "log", "2026-11-20", "pain=4", "dose=4.5mg@22:30", "sleep=7:10")
    assert json.loads(run(data, "show", "--format", "json"))
    assert "4.5 mg" in run(data, "show", "--from", "2026-11-20", "--to", "2026-11-20")
    run(data, "undo")
    assert "4.5 mg" not in run(data, "show", "--from", "2026-11-20", "--to", "2026-11-20")


def test_what_cannot_be_used_is_told_with_its_exit_code(tmp_path):
    run(tmp_path / "j", "init")
    said = run(tmp_path / "j", "log", "pain=fifty", code=2)
    assert "Traceback" not in said
    assert said.strip()


@pytest.mark.parametrize(
    "arguments",
    ["trends", "trends --format json", "show", "check", "regimen list", "--lang nb show", "--help"],
)
def test_it_says_what_the_source_says_of_the_same_journal(sample, arguments):
    assert run(sample, *arguments.split()) == run(sample, *arguments.split(), program=SOURCE)


@pytest.mark.parametrize("code", ["nb", "de", "es", "es_MX"])
def test_it_speaks_the_languages_of_the_program(sample, code):
    said = run(sample, "--lang", code, "trends")
    assert said == run(sample, "--lang", code, "trends", program=SOURCE)
    if not code.endswith("MX"):
        assert re.search(r"\d,\d", said)


def test_the_report_is_the_accessible_archive_file_of_the_source(sample, tmp_path):
    ours, theirs = tmp_path / "ours.pdf", tmp_path / "theirs.pdf"
    run(sample, "report", ours)
    run(sample, "report", theirs, program=SOURCE)
    pages = [[page.extract_text() for page in pypdf.PdfReader(path).pages] for path in (ours, theirs)]
    assert pages[0] == pages[1]
    assert "/MarkInfo" in pypdf.PdfReader(ours).trailer["/Root"]
    fonts = [{font["/FontDescriptor"]["/FontName"] for font in _fonts(path)} for path in (ours, theirs)]
    assert {name.rpartition("+")[2] for name in fonts[0]} == {name.rpartition("+")[2] for name in fonts[1]}


def _fonts(path):
    for page in pypdf.PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():
            for below in font.get_object().get("/DescendantFonts", [font]):
                yield below.get_object()


def test_a_protected_journal_opens_with_its_password_only(tmp_path):
    data, password, wrong = tmp_path / "j", tmp_path / "password", tmp_path / "wrong"
    password.write_text("four plain words do\n")
    wrong.write_text("four other words do\n")
    assert "Recovery code" in run(data, "--password-file", password, "init")
    run(data, "--password-file", password, "log", "2026-11-20", "pain=4")
    assert "4" in run(data, "--password-file", password, "show", "--from", "2026-11-20", "--to", "2026-11-20")
    run(data, "--password-file", wrong, "show", code=3)
    assert not (data / "journal.ldnj").read_bytes().startswith(b"SQLite format 3")
    assert run(data, "--password-file", password, "show") == run(
        data, "--password-file", password, "show", program=SOURCE
    )


@pytest.mark.parametrize("kind", ["json", "csv", "fhir", "sqlite"])
def test_everything_goes_out_and_comes_in_again(sample, tmp_path, kind):
    out = tmp_path / f"out.{kind}"
    run(sample, "export", out, "--format", kind)
    assert out.exists()
    if kind == "json":
        data = tmp_path / "again"
        run(data, "init")
        run(data, "import", out)
        assert run(data, "show") == run(sample, "show")


def test_another_programs_file_is_read(tmp_path):
    file = tmp_path / "daylio.csv"
    file.write_text(
        "full_date,date,weekday,time,mood,activities,note_title,note\n2026-03-02,March 2,Monday,21:00,good,,,\n"
    )
    data = tmp_path / "j"
    run(data, "init")
    assert "read" in run(data, "import", file)


def test_a_copy_is_made_and_read_through(sample, tmp_path):
    run(sample, "backup", tmp_path / "copy.ldnjb")
    assert (tmp_path / "copy.ldnjb").stat().st_size > 10_000


def test_the_window_is_painted_and_filled_in(sample):
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    words = [str(PROGRAM), "--data-dir", str(sample), "--startup-trace"]
    window = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen = b""
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(window.stdout, selectors.EVENT_READ)
            until = time.monotonic() + 60
            while b"\nready" not in seen and time.monotonic() < until:
                if selector.select(timeout=1):
                    piece = os.read(window.stdout.fileno(), 65_536)
                    if not piece:
                        break
                    seen += piece
    finally:
        window.kill()
        window.wait()
        window.stdout.close()
    assert b"first paint" in seen
    assert b"\nready" in seen, seen
    assert b"qt." not in seen
    assert b"Traceback" not in seen


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is told by a variable where libraries are")
def test_programs_that_it_starts_find_the_systems_own_libraries(tmp_path):
    # What the start puts right, seen from a program that is started from it: the editor of a web address, say.
    begin = (ROOT / "packaging" / "making" / "frozen_start.py").read_text("utf-8").partition("from ldn_journal")[0]
    asked = f"{begin}\nimport subprocess; print(subprocess.run(['env'], capture_output=True, text=True).stdout)"
    env = {"LD_LIBRARY_PATH": "/ours", "LD_LIBRARY_PATH_ORIG": "/theirs", "PATH": os.environ["PATH"]}
    said = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=True).stdout
    assert "LD_LIBRARY_PATH=/theirs" in said
    assert "/ours" not in said


def test_only_what_is_wanted_lies_in_the_folder():
    internal = FOLDER / "_internal"
    inside = [path.relative_to(internal).as_posix() for path in internal.rglob("*") if path.is_file()]
    assert len(inside) > 200
    assert [name for name in inside if not frozen_parts.wanted(name)] == []
    qt = {re.sub(r"^libQt6|\.so.*$", "", Path(name).name) for name in inside if "/libQt6" in name}
    if sys.platform == "linux":
        assert qt == {
            "Core", "DBus", "Gui", "Network", "OpenGL", "OpenGLWidgets", "PrintSupport", "Svg", "WaylandClient", "Widgets",
            "WlShellIntegration", "XcbQpa",
        }  # fmt: skip
    folders = {name.partition("/")[0] for name in inside}
    assert not {"scipy", "tkinter", "pytest", "setuptools", "pip", "PIL"} & folders


def test_modules_that_are_only_named_where_they_are_chosen_are_inside():
    python = ROOT / ".venv-package" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    command = [python, "-m", "PyInstaller.utils.cliutils.archive_viewer", "--list", "--recursive", "--brief", PROGRAM]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    inside = {line.strip() for line in said.splitlines()}
    ours = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "ldn_journal").rglob("*.py")
    }
    assert {name for name in ours if name.rpartition(".")[2] != "__main__"} <= inside
    wanted = {"linux": ["desktop_notifier.backends.dbus", "keyring.backends.SecretService", "secretstorage", "jeepney"]}
    wanted |= {"win32": ["desktop_notifier.backends.winrt", "keyring.backends.Windows"]}
    wanted |= {"darwin": ["desktop_notifier.backends.macos", "keyring.backends.macOS"]}
    assert set(wanted[sys.platform]) <= inside
    assert not {name.partition(".")[0] for name in inside} & set(frozen_parts.NEVER_IMPORTED)


def test_resources_and_licences_are_there():
    internal = FOLDER / "_internal"
    assert "GNU GENERAL PUBLIC LICENSE" in (internal / "LICENSE").read_text("utf-8")
    assert list(internal.glob("typst-*.dist-info/sboms/*.json"))
    if not freezing.is_of_these_sources(ROOT):
        pytest.skip("the sources were edited since they were frozen, so the resources cannot be compared")
    for path in (ROOT / "resources").rglob("*"):
        if path.is_file():
            shipped = internal / "ldn_journal" / path.relative_to(ROOT)
            assert shipped.read_bytes() == path.read_bytes()
