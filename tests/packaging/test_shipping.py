"""What is shipped and what it is made from: the wheel, the lock files, and no address of a package index."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-package.lock"]
# The brackets keep this file from finding itself.
ADDRESS = re.compile(r'https?://[^ "]*/([s]imple|[p]ackages)/|--(extra-)?index[-]url|--find[-]links')


def entries(name):
    """Return the lock's entries as (requirement, its lines of hashes)."""
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    return [(Requirement(head.rstrip(" \\")), rest) for head, *rest in (block.split("\n") for block in blocks)]


def repository_files():
    """Return every file that git tracks or would track; all of them where there is no git, as in an sdist."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(name):
    found = entries(name)
    assert len(found) > 5
    for requirement, hashes in found:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        for line in hashes:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), requirement


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_hold_no_address(name):
    assert "http" not in (ROOT / "packaging" / name).read_text(encoding="utf-8")


def test_lock_files_satisfy_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {"requirements.lock": project["project"]["dependencies"]}
    wanted |= {f"requirements-{name}.lock": group for name, group in project["dependency-groups"].items()}
    assert set(wanted) == set(LOCKS)
    for name, dependencies in wanted.items():
        locked = entries(name)
        for requirement in map(Requirement, dependencies):
            pins = [pin for pin, _ in locked if canonicalize_name(pin.name) == canonicalize_name(requirement.name)]
            assert pins, f"{requirement} is not in {name}: run dev.py lock"
            for pin in pins:
                version = str(pin.specifier).removeprefix("==")
                assert requirement.specifier.contains(version), f"{requirement} but {pin}: run dev.py lock"


def test_all_locks_agree_on_what_they_share():
    ships, *others = ({(pin.name, str(pin.specifier)) for pin, _ in entries(name)} for name in LOCKS)
    names = {name for name, _ in ships}
    for adds in others:
        assert {entry for entry in adds if entry[0] in names} <= ships


def test_no_file_holds_the_address_of_a_package_index():
    found = []
    for path in repository_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in ADDRESS.finditer(text)]
    assert found == []


def test_the_address_is_recognised_where_it_stands():
    assert ADDRESS.search("https://" + "mirror.example/root/simple/numpy")
    assert ADDRESS.search("pip install --" + "index-url x")
    assert not ADDRESS.search("https://example.org/simple-words")


def test_packaging_is_no_package_of_ours():
    assert not (ROOT / "packaging" / "__init__.py").exists()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_brings_the_package_and_every_resource(wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        resources = [path for path in repository_files() if path.is_relative_to(ROOT / "resources")]
        assert resources
        for path in resources:
            name = f"ldn_journal/{path.relative_to(ROOT).as_posix()}"
            assert name in inside
            assert archive.read(name) == path.read_bytes()
    for path in (ROOT / "ldn_journal").rglob("*.py"):
        assert path.relative_to(ROOT).as_posix() in inside
    assert not [name for name in inside if name.startswith(("tests/", "packaging/", "resources/"))]


def test_wheel_says_its_licence_and_entry_point(wheel):
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            name.rpartition("dist-info/")[2]: archive.read(name) for name in archive.namelist() if "dist-info" in name
        }
    assert b"License-Expression: GPL-3.0-or-later" in texts["METADATA"]
    assert b"GNU GENERAL PUBLIC LICENSE" in texts["licenses/LICENSE"]
    assert b"ldn-journal = ldn_journal.__main__:start" in texts["entry_points.txt"]


def test_wheel_is_found_by_python_with_its_resources(wheel):
    code = "import ldn_journal, importlib.resources as r; print((r.files('ldn_journal') / 'resources').is_dir())"
    answer = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {code}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.stdout == "True\n", answer.stderr
