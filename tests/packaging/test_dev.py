"""The two commands, tried for real: a small repository in a temporary folder, a real .venv, no network."""

import base64
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.parse
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "packaging" / "dev.py"
sys.path.insert(0, str(ROOT / "packaging"))

from devtools import checks, network, system  # noqa: E402
from devtools.environment import Environment, child_environment  # noqa: E402
from devtools.terminal import SetupError  # noqa: E402

PROGRAM = """
import os, sys
import tiny
print(tiny.VERSION, sys.argv[1:], "PYTHONDONTWRITEBYTECODE" in os.environ, os.getcwd())
sys.exit(7 if "--seven" in sys.argv else 0)
"""


def dev(script, *arguments, **options):
    return subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, timeout=120, check=False, **options
    )


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """A folder with a wheel of a library that has one number in it, in two versions."""
    folder = tmp_path_factory.mktemp("wheels")
    for version in ("1.0", "2.0"):
        files = {
            "tiny.py": f"VERSION = {version!r}\n",
            f"tiny-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
            f"tiny-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in files.items()]
        files[f"tiny-{version}.dist-info/RECORD"] = "\n".join([*record, f"tiny-{version}.dist-info/RECORD,,", ""])
        with zipfile.ZipFile(folder / f"tiny-{version}-py3-none-any.whl", "w") as wheel:
            for name, text in files.items():
                wheel.writestr(name, text)
    return folder


def _digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


class Repository:
    """A repository of this shape whose program needs one library, and dev.py in it."""

    def __init__(self, root, wheels):
        self.root, self.wheels = root, wheels
        shutil.copytree(ROOT / "packaging", root / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "ldn_journal").mkdir()
        (root / "ldn_journal" / "__init__.py").touch()
        # What the scripts and the program both know of a system.
        shutil.copytree(
            ROOT / "ldn_journal" / "base", root / "ldn_journal" / "base", ignore=shutil.ignore_patterns("__pycache__")
        )
        (root / "ldn_journal" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
        (root / "packaging" / "requirements-dev.lock").write_text("", encoding="utf-8")
        self.pin("1.0")
        self.environment = Environment(root)

    def pin(self, version, content=None):
        content = content or (self.wheels / f"tiny-{version}-py3-none-any.whl").read_bytes()
        line = f"tiny=={version} \\\n    --hash=sha256:{hashlib.sha256(content).hexdigest()}\n"
        (self.root / "packaging" / "requirements.lock").write_text(line, encoding="utf-8")

    def run(self, *arguments, **options):
        env = {
            **os.environ,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            "PIP_CONFIG_FILE": os.devnull,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return dev(self.root / "packaging" / "dev.py", "run", *arguments, env=env, **options)


@pytest.fixture(scope="module")
def made(tmp_path_factory, wheels):
    """One repository for the module, since making .venv takes seconds; the blank and the letter are meant."""
    return Repository(tmp_path_factory.mktemp("a repository ñ"), wheels)


@pytest.fixture
def repository(made):
    """The repository, ready to run with its library at 1.0, whatever the test before did."""
    made.pin("1.0")
    if not made.environment.installed("program"):
        started = made.run()
        assert started.returncode == 0, started.stderr
    return made


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("help",)])
def test_says_what_it_can_do(arguments):
    answer = dev(DEV, *arguments)
    assert answer.returncode == 0
    assert {"run", "test", "bench", "lock"} <= set(answer.stdout.split())
    assert answer.stderr == ""


def test_unknown_command_is_named_with_exit_code_2():
    answer = dev(DEV, "tset")
    assert answer.returncode == 2
    assert "'tset'" in answer.stderr
    assert answer.stdout == ""


def test_refuses_an_old_python_in_one_sentence(tmp_path):
    # The version is the only thing about an old Python that can be had here, so it is set and the real file run.
    code = f"import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path({str(DEV)!r}, run_name='__main__')"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False
    )
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "3.11 or newer. This is Python 3.9" in answer.stderr


def test_run_hands_over_arguments_folder_and_exit_code(repository, tmp_path):
    (tmp_path / "tiny.py").write_text("VERSION = 'from the current folder'", encoding="utf-8")
    answer = repository.run("report", "--seven", "-x", "--", "--help", cwd=tmp_path)
    assert answer.returncode == 7
    assert answer.stdout == f"1.0 {['report', '--seven', '-x', '--', '--help']} False {tmp_path}\n"
    assert answer.stderr == ""


def test_setting_up_compiles_the_libraries_and_the_program(repository):
    library = next(repository.environment.folder.glob("[lL]ib/**/site-packages/tiny.py"))
    for source in (library, repository.root / "ldn_journal" / "__main__.py"):
        assert list((source.parent / "__pycache__").glob(f"{source.stem}.*.pyc")), source


def test_a_ready_environment_is_left_alone(repository):
    before = repository.environment.folder.stat().st_mtime_ns
    assert repository.environment.installed("program")
    # Without any wheels at hand a call of pip would fail.
    answer = dev(repository.root / "packaging" / "dev.py", "run", env={**os.environ, "PIP_NO_INDEX": "1"})
    assert answer.returncode == 0, answer.stderr
    assert repository.environment.folder.stat().st_mtime_ns == before


def test_developers_additions_are_a_part_of_their_own(repository):
    assert repository.environment.installed("program")
    assert not repository.environment.installed("checks")


@pytest.mark.skipif(sys.platform == "win32", reason="the interpreter behind .venv is no link there")
def test_another_interpreter_behind_the_environment_is_noticed(repository, tmp_path):
    link = repository.environment.python
    target = link.readlink()
    other = tmp_path / "python"
    shutil.copy(link.resolve(), other)
    link.unlink()
    try:
        link.symlink_to(other)
        assert not repository.environment.installed("program")
    finally:
        link.unlink()
        link.symlink_to(target)
    assert repository.environment.installed("program")


def test_a_new_lock_is_installed_once(repository):
    repository.pin("2.0")
    assert not repository.environment.installed("program")
    answer = repository.run()
    assert answer.stdout.startswith("2.0 "), answer.stderr
    assert repository.environment.installed("program")


def test_a_file_that_does_not_match_its_hash_is_refused(repository):
    repository.pin("2.0", content=b"something else")
    answer = repository.run()
    assert answer.returncode == 2
    assert "hash" in answer.stderr.lower()
    assert answer.stdout == ""
    assert not repository.environment.installed("program")


@pytest.mark.full
def test_setting_up_without_a_network_says_so(repository):
    """Nobody listens at the address of the index: the sentence is about the network, not about a library that nobody knows."""
    repository.pin("2.0")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    env |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": closed_address(), "PIP_RETRIES": "0"}
    answer = dev(repository.root / "packaging" / "dev.py", "run", env=env)
    assert answer.returncode == 2
    said = answer.stderr.splitlines()[-1]
    assert "network" in said
    assert "proxy" in said
    assert "tiny" not in answer.stderr
    assert answer.stdout == ""
    assert not repository.environment.installed("program")


def closed_address() -> str:
    """Return an address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host, port = taken.getsockname()
    return urllib.parse.urlunsplit(("http", f"{host}:{port}", "/simple", "", ""))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Could not find a version that satisfies the requirement tiny==1.0 (from versions: none)", ""),
        (
            "connection broken by 'NewConnectionError(... Temporary failure in name resolution)'",
            "its name is not known",
        ),
        ("connection broken by 'ProxyError('Cannot connect to proxy.'...", "the proxy does not answer"),
        ("OSError('Tunnel connection failed: 407 Proxy Authentication Required')", "asks for a name and password"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificate is not trusted"),
        ("ReadTimeoutError(\"HTTPSConnectionPool(host='there', port=443): Read timed out.", "in time"),
    ],
)
def test_pips_complaints_of_the_network_are_known(said: str, why: str) -> None:
    assert why in network.explain_pip(said)
    assert "proxy" in network.explain_pip(said)


@pytest.mark.parametrize(
    "said",
    [
        "THESE PACKAGES DO NOT MATCH THE HASHES",
        "No space left on device",
        "No matching distribution (from versions: 1.0)",
    ],
)
def test_pips_other_complaints_are_left_to_pip(said: str) -> None:
    assert network.explain_pip(said) == ""


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="only Debian and its relatives have apt-get")
def test_no_network_for_system_packages_is_said_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real apt-get with folders of its own, whose one source nobody serves."""
    (tmp_path / "lists" / "partial").mkdir(parents=True)
    (tmp_path / "sources").write_text(f"deb [trusted=yes] {closed_address()} stable main\n", "utf-8")
    (tmp_path / "status").touch()
    settings = {
        "Dir::Etc::sourcelist": tmp_path / "sources",
        "Dir::Etc::sourceparts": "-",
        "Dir::State": tmp_path,
        "Dir::State::status": tmp_path / "status",
        "Dir::Cache": tmp_path,
        "Debug::NoLocking": "true",
        "APT::Sandbox::User": "",
        "Acquire::Retries": "0",
    }
    (tmp_path / "settings").write_text("".join(f'{name} "{value}";\n' for name, value in settings.items()), "utf-8")
    monkeypatch.setenv("APT_CONFIG", str(tmp_path / "settings"))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with pytest.raises(SetupError) as caught:
        system._install_or_tell(["libegl1"], ["libEGL.so.1"])
    assert "network" in str(caught.value)
    assert "proxy" in str(caught.value)
    assert "apt-get install --yes --no-install-recommends libegl1" in str(caught.value)


def test_what_an_interruption_left_is_made_anew(repository):
    folder = repository.environment.folder
    # As a kill in the middle of installing leaves it: no stamp, the marker, and a library pip takes for installed.
    (folder / "ready-program").unlink()
    (folder / "unfinished").touch()
    next(folder.glob("[lL]ib/**/site-packages/tiny.py")).write_text("VERSION = 'half'", encoding="utf-8")
    answer = repository.run()
    assert answer.stdout.startswith("1.0 "), answer.stderr
    assert "Setting up .venv" in answer.stderr
    assert not (folder / "unfinished").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt needs")
def test_a_library_that_nobody_has_is_found_missing():
    complaints = system._lines(Path(sys.executable), child_environment(), system.LOAD, "libnobody-has-this.so.9")
    assert complaints == [f"libnobody-has-this.so.9: {system.NOT_FOUND}: No such file or directory"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt needs")
def test_this_system_has_what_qt_needs():
    python = Environment(ROOT).python
    assert system.missing(python, child_environment()) == []
    assert int(system._lines(python, child_environment(), system.COUNT_FONTS)[0]) > 0
    folder = next(python.parent.parent.glob("lib/python3.*/site-packages/PySide6"))
    assert [name for name in system.QT_FILES if not (folder / name).exists()] == []


def test_every_check_runs_whatever_the_others_find(tmp_path, capfd):
    steps = [
        checks.Step("first", [sys.executable, "-c", "raise SystemExit(3)"]),
        checks.Step("second", [sys.executable, "-c", "open('second', 'w').close()"]),
    ]
    assert checks.run_steps(steps, tmp_path, child_environment()) == 1
    assert (tmp_path / "second").exists()
    said = capfd.readouterr().out
    assert "first: not in order, exit code 3, " in said
    assert "second: in order, " in said
    assert checks.run_steps(steps[1:], tmp_path, child_environment()) == 0


def test_long_rounds_run_only_when_asked_for(tmp_path):
    environment = Environment(ROOT)
    usual = checks.steps(environment, ["-k", "dose"], full=False)
    full = checks.steps(environment, [], full=True)
    assert [step.name for step in usual] == ["ruff", "ruff format", "mypy", "import-linter", "pytest"]
    assert usual[-1].command[-4:] == ["-m", "not full", "-k", "dose"]
    assert full[-1].command[-2:] == ["-m", ""]
    assert checks.isolated({}, tmp_path, full=True)["LDN_FULL"] == "1"
    assert "LDN_FULL" not in checks.isolated({}, tmp_path, full=False)


def test_checks_keep_away_from_the_persons_own_folders(tmp_path):
    env = checks.isolated({"XDG_DATA_HOME": "/home/ann/data", "QT_QPA_PLATFORM": "xcb"}, tmp_path, full=False)
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        assert Path(env[f"XDG_{kind}_HOME"]).is_relative_to(tmp_path)
    assert env["QT_QPA_PLATFORM"] == "offscreen"
    shown = checks.isolated({"QT_QPA_PLATFORM": "xcb", "LDN_SHOW_WINDOWS": "1"}, tmp_path, full=False)
    assert shown["QT_QPA_PLATFORM"] == "xcb"


def test_an_environment_that_came_along_from_elsewhere_is_made_anew(repository):
    (repository.environment.folder / "made-for").write_text("/somewhere/else", encoding="utf-8")
    (repository.environment.folder / "ready-program").unlink()
    answer = repository.run()
    assert answer.returncode == 0
    assert "Setting up .venv" in answer.stderr
    assert (repository.environment.folder / "made-for").read_text(encoding="utf-8") == str(repository.root)


def test_programs_that_the_desktop_tests_want_are_named_where_they_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever may not install is told what to install, and the tests go on."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system, "_BESIDE_PATH", ())
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(system, "TEST_FILES", {str(tmp_path / "tr_TR"): "locales"})
    assert system.missing_test_programs() == [*system.TEST_PROGRAMS, str(tmp_path / "tr_TR")]
    system.offer_test_programs()
    told = capsys.readouterr()
    assert "Xvfb, xdotool, dbus-run-session, at-spi-bus-launcher" in told.out + told.err
    assert "left out" in told.out + told.err
    monkeypatch.setattr("sys.platform", "win32")
    assert system.missing_test_programs() == []
