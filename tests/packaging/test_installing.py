"""Installed by pip in each of its ways, into an environment of its own and tried from another folder, the program works.

The dependencies come from the environment that runs the tests, by a path file: what is tried is how our own package is built.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = sys.platform == "win32"

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A copy of what is needed to build, so that building leaves nothing in the repository."""
    folder = tmp_path_factory.mktemp("sources") / "ldn journal"
    folder.mkdir()
    for name in ("ldn_journal", "resources", "packaging"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".gitignore"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "tests").mkdir()
    return folder


@pytest.fixture
def fresh(tmp_path):
    """The scripts folder of an environment that has our dependencies and not us."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True, timeout=300)
    library = (
        tmp_path
        / "venv"
        / ("Lib/site-packages" if WINDOWS else f"lib/python{sysconfig.get_python_version()}/site-packages")
    )
    # By a file of its own name: the environment's own path file would bring the repository along.
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if entry.suffix != ".pth" and not entry.name.startswith("ldn_journal") and entry.name != "__pycache__":
            (library / entry.name).symlink_to(entry)
    return tmp_path / "venv" / ("Scripts" if WINDOWS else "bin")


def install(fresh, *what):
    """Install as a person would, without fetching anything: the tool that builds is at hand."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        fresh / "python",
        "--disable-pip-version-check",
        "--no-input",
        "install",
    ]
    command += ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", *what]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def works(fresh, tmp_path):
    """Try the installed program from a folder that has nothing of ours; return the folder its resources come from."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env |= {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}

    def run(*command):
        done = subprocess.run(command, cwd=elsewhere, env=env, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    program = str(fresh / "ldn-journal")
    assert run(program, "--version").startswith("LDN Journal ")
    run(program, "demo", "sample")
    assert "sound" in run(program, "--data-dir", "sample", "check")
    run(program, "--data-dir", "sample", "report", "out.pdf")
    assert (elsewhere / "out.pdf").read_bytes().startswith(b"%PDF")
    asked = "from ldn_journal.base.assets import resources_folder; print(resources_folder())"
    return Path(run(str(fresh / "python"), "-c", asked).strip())


@pytest.mark.skipif(WINDOWS, reason="links to folders need rights of their own there")
class TestInstalled:
    def test_from_a_folder(self, sources, fresh, tmp_path):
        install(fresh, str(sources))
        assert works(fresh, tmp_path).is_relative_to(tmp_path / "venv")

    def test_editable(self, sources, fresh, tmp_path):
        install(fresh, "--editable", str(sources))
        assert works(fresh, tmp_path) == sources / "resources"
        assert not (sources / "ldn_journal" / "resources").exists()

    def test_from_a_wheel_and_from_an_archive_of_the_sources(self, sources, fresh, tmp_path):
        dist = tmp_path / "dist"
        command = [sys.executable, "-m", "hatchling", "build", "--directory", str(dist)]
        subprocess.run(command, cwd=sources, check=True, capture_output=True, timeout=300)
        (wheel,), (archive,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
        with tarfile.open(archive) as inside:
            names = {name.partition("/")[2] for name in inside.getnames()}
        assert {"LICENSE", "resources/report/summary.typ", "packaging/hatch_build.py", "packaging/dev.py"} <= names
        install(fresh, str(wheel))
        from_wheel = {path.relative_to(fresh.parent) for path in _ours(fresh)}
        assert works(fresh, tmp_path).is_relative_to(tmp_path / "venv")
        install(fresh, "--force-reinstall", str(archive))
        assert {path.relative_to(fresh.parent) for path in _ours(fresh)} == from_wheel


def _ours(fresh):
    return [path for path in fresh.parent.rglob("ldn_journal/**/*") if path.suffix != ".pyc" and path.is_file()]
