"""What the package is made of, without making it: what stays out, the icons, the manual page, the desktop's files, notices."""

import contextlib
import io
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage, QImageReader

from ldn_journal import __version__
from ldn_journal.base.autostart import NAME
from ldn_journal.base.languages import LANGUAGES
from ldn_journal.base.licences import parts
from ldn_journal.cli import failures
from ldn_journal.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
MAKING = ROOT / "packaging" / "making"
sys.path.insert(0, str(ROOT / "packaging"))

from devtools import debian, freezing, frozen_parts, manual, package, proof  # noqa: E402
from devtools.environment import Environment  # noqa: E402
from devtools.terminal import SetupError  # noqa: E402

SOURCE = [sys.executable, "-m", "ldn_journal"]
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("_socket.cpython-311-x86_64-linux-gnu.so", True),
        ("PySide6/QtWidgets.abi3.so", True),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt6Qml.dll", False),
        ("PySide6/Qt/qml/QtQuick/qmldir", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/imageformats/qsvg.dll", True),
        ("PySide6/plugins/imageformats/qpdf.dll", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.dylib", True),
        ("PySide6/Qt/plugins/qmltooling/libqmldbg_tcp.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6/Qt/translations/designer_de.qm", False),
        ("babel/locale-data/es_MX.dat", True),
        ("babel/locale-data/root.dat", True),
        ("babel/locale-data/zu.dat", False),
        ("babel/locale-data/est.dat", False),
        ("babel/global.dat", True),
        ("ldn_journal/resources/report/style.typ", True),
        ("numpy/_core/include/numpy/arrayobject.h", False),
        ("numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so", True),
    ],
)
def test_only_what_the_program_uses_is_frozen(name, kept):
    assert frozen_parts.wanted(name) is kept


def test_every_language_of_the_program_is_kept():
    assert set(LANGUAGES) <= set(frozen_parts.LANGUAGES)


def test_no_module_that_is_left_out_is_one_that_the_program_names():
    named = set()
    for path in (ROOT / "ldn_journal").rglob("*.py"):
        named |= set(re.findall(r"^\s*(?:from|import) ([\w.]+)", path.read_text("utf-8"), re.MULTILINE))
    assert {"PySide6.QtPrintSupport", "sqlcipher3.dbapi2"} & named
    assert not named & set(frozen_parts.NEVER_IMPORTED)


@pytest.mark.parametrize(
    ("name", "source", "left"),
    [
        ("libxcb.so.1", "/usr/lib/x86_64-linux-gnu/libxcb.so.1", True),
        ("libssl.so.3", "/lib/x86_64-linux-gnu/libssl.so.3", True),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", False),
        ("python3.11/lib-dynload/_ssl.so", "/usr/lib/python3.11/lib-dynload/_ssl.so", False),
        ("libQt6Core.so.6", "/home/ann/.venv-package/lib/PySide6/Qt/lib/libQt6Core.so.6", False),
    ],
)
def test_the_systems_own_libraries_are_left_to_it(name, source, left):
    assert frozen_parts.of_the_system(name, source, "linux") is left
    assert not frozen_parts.of_the_system(name, source, "darwin")


@pytest.fixture(scope="module")
def icons(tmp_path_factory):
    folder = tmp_path_factory.mktemp("icons")
    command = [sys.executable, str(MAKING / "icons.py"), str(ROOT / "resources/icons/ldn-journal.svg"), str(folder)]
    subprocess.run(command, check=True, timeout=120)
    return folder


def test_icons_have_every_size_and_a_transparent_edge(icons):
    for size in (16, 22, 24, 32, 48, 64, 128, 256, 512):
        picture = QImage(str(icons / f"hicolor/{size}x{size}/apps/ldn-journal.png"))
        assert (picture.width(), picture.height()) == (size, size)
        assert picture.pixelColor(0, 0).alpha() == 0
        assert picture.pixelColor(size // 8, size // 2).alpha() == 255
    assert (icons / "hicolor/scalable/apps/ldn-journal.svg").is_file()


@pytest.mark.parametrize(("kind", "sizes"), [("ico", {16, 32, 48, 256}), ("icns", {16, 32, 128, 256, 512, 1024})])
def test_icons_of_windows_and_macos_are_read_by_qt(icons, kind, sizes):
    reader = QImageReader(str(icons / f"ldn-journal.{kind}"))
    assert reader.canRead(), reader.errorString()
    found = set()
    for _number in range(reader.imageCount()):
        picture = reader.read()
        assert not picture.isNull(), reader.errorString()
        found.add(picture.width())
        reader.jumpToNextImage()
    assert sizes <= found


@pytest.fixture(scope="module")
def page():
    return manual.page(tell, "2026-11-20")


def tell(*arguments):
    """Return what the program prints, without starting a process for each of its commands."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(list(arguments)) == 0
    return said.getvalue()


def test_the_program_is_asked_as_a_process_where_it_is_frozen():
    assert manual.told(SOURCE, ENV, "--version") == tell("--version")
    with pytest.raises(SetupError, match="ended with code 2"):
        manual.told(SOURCE, ENV, "--nonsense")


def test_the_manual_page_has_every_command_and_option_of_the_program(page):
    _usage, _about, commands, options = manual.sections(tell("--help"))
    assert {"log", "report", "demo"} <= {name for name, _meaning in commands}
    for name, meaning in options:
        assert f".B {manual.text(name)}\n{manual.text(meaning)}\n" in page
    for name, _meaning in commands:
        assert f'.SS "{manual.text(name)}"\n' in page


def test_the_manual_page_names_every_exit_code(page):
    codes = {
        value for name, value in vars(failures).items() if name.isupper() and isinstance(value, int) and value < 100
    }
    assert codes == {int(code) for code, _meaning in manual._CODES}
    assert page.count(".TP") > len(codes)


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff, which sets manual pages, is not installed")
def test_the_manual_page_is_set_without_a_complaint(page):
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-P-cbou", "-ww", "-b"],
        input=page,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "EXIT STATUS" in done.stdout


def test_a_help_that_looks_otherwise_is_noticed():
    with pytest.raises(SetupError, match="no longer looks"):
        manual.sections("usage: x\n\nnothing of the kind\n")


def test_desktop_entry_names_the_program_as_its_window_does():
    entry = (LINUX / "ldn-journal.desktop").read_text("utf-8")
    window = (ROOT / "ldn_journal" / "gui" / "app.py").read_text("utf-8")
    assert f'setDesktopFileName("{NAME}")' in window
    assert f"Exec={NAME}\n" in entry
    assert f"Icon={NAME}\n" in entry
    for code in set(LANGUAGES) - {"en"}:
        for key in ("GenericName", "Comment", "Keywords"):
            assert f"\n{key}[{code}]=" in entry
    if (validator := shutil.which("desktop-file-validate")) is not None:
        done = subprocess.run([validator, LINUX / "ldn-journal.desktop"], capture_output=True, text=True, check=True)
        assert done.stdout == ""


def test_the_software_centre_and_file_managers_are_told_the_same_names():
    component = ET.parse(LINUX / debian._METAINFO).getroot()
    assert component.findtext("id") == debian._METAINFO.removesuffix(".metainfo.xml")
    assert component.findtext("launchable") == f"{NAME}.desktop"
    assert component.findtext("project_license") == "GPL-3.0-or-later"
    kind = ET.parse(LINUX / "ldn-journal-mime.xml").getroot()[0]
    assert kind.get("type") == component.findtext("provides/mediatype")
    globs = {one.get("pattern") for one in kind if one.tag.endswith("glob")}
    assert globs == {"*.ldnj", "*.ldnjb"}


def test_the_version_is_read_where_it_is_written():
    assert debian.version(ROOT) == __version__


@pytest.mark.parametrize("debian_too", [False, True])
def test_notices_name_every_part_and_its_text(tmp_path, debian_too):
    file = tmp_path / "notices"
    words = [sys.executable, str(MAKING / "notices.py"), *(["--debian"] if debian_too else []), str(file)]
    subprocess.run(words, check=True, timeout=120)
    said = file.read_text("utf-8")
    for part in parts():
        assert f"  {part.name} {part.version}: {part.licence}\n" in said
    assert "may be replaced" in said
    assert ("/usr/share/common-licenses/GPL-3" in said) is debian_too
    assert ("END OF TERMS AND CONDITIONS" in said) is not debian_too
    assert all(part.text() in said for part in parts()) is not debian_too


def test_parts_are_weighed_by_what_they_belong_to(tmp_path):
    for name, size in (
        ("_internal/typst/_typst.abi3.so", 900),
        ("_internal/numpy/core.so", 100),
        ("_internal/numpy.libs/blas.so", 500),
        ("_internal/PySide6/Qt/lib/libicudata.so.73", 300),
        ("_internal/PySide6/Qt/lib/libicuuc.so.73", 20),
        ("_internal/PySide6/Qt/lib/libQt6Gui.so.6", 110),
        ("_internal/PySide6/QtGui.abi3.so", 40),
        ("ldn-journal", 10),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    (tmp_path / "_internal" / "libQt6Gui.so.6").symlink_to("PySide6/Qt/lib/libQt6Gui.so.6")
    assert freezing.largest(tmp_path, 4) == [("typst", 900), ("numpy", 600), ("ICU (Qt)", 320), ("Qt6Gui (Qt)", 110)]
    assert freezing.weight(tmp_path) == 1980


def test_an_unknown_option_is_named(capfd):
    assert package.run(Environment(ROOT), ["--prooove"]) == 2
    said = capfd.readouterr().err
    assert "--prooove" in said
    assert "--prove" in said


def test_the_date_of_a_build_can_be_told(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert freezing.source_date(ROOT) == 1_700_000_000
    assert freezing.build_environment(ROOT)["SOURCE_DATE_EPOCH"] == "1700000000"


def test_a_frozen_program_of_other_sources_is_known(tmp_path):
    for name in (
        "ldn_journal/a.py",
        "resources/b.toml",
        "packaging/ldn-journal.spec",
        "packaging/devtools/frozen_parts.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    assert not freezing.is_of_these_sources(tmp_path)
    (tmp_path / "build/package").mkdir(parents=True)
    (tmp_path / "build/package/made-from").write_text(freezing.made_from(tmp_path))
    assert freezing.is_of_these_sources(tmp_path)
    (tmp_path / "resources/b.toml").write_text("2")
    assert not freezing.is_of_these_sources(tmp_path)


def test_a_screen_is_kept_as_a_picture(tmp_path):
    head = [100, 7, 2, 24, 3, 2, 0, 1, 32, 1, 32, 32, 12, 4, 0, 0, 0, 8, 0, 0, 3, 2, 0, 0, 0]
    pixels = bytes([1, 2, 3, 0] * 3 + [255, 0, 0, 0] * 3)
    content = proof.png_of_xwd(struct.pack(">25I", *head) + pixels)
    file = tmp_path / "screen.png"
    file.write_bytes(content)
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == (3, 2)
    assert picture.pixelColor(0, 0).getRgb()[:3] == (3, 2, 1)
    assert picture.pixelColor(2, 1).getRgb()[:3] == (0, 0, 255)
    assert zlib.crc32(b"IEND") == int.from_bytes(content[-4:], "big")


def test_windows_is_told_the_version(tmp_path):
    file = tmp_path / "version.txt"
    subprocess.run([sys.executable, str(MAKING / "windows_version.py"), str(file)], check=True, timeout=60)
    said = file.read_text("utf-8")
    assert f"StringStruct('ProductVersion', '{__version__}')" in said
    compile(said, str(file), "eval")
