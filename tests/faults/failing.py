"""Fails one step of a process towards the disk, or that step and all after it, or ends the process there.

A step is a call that changes what the disk holds: a write, forcing to the disk, a new length, opening for writing, a new name,
a name taken away, a folder, rights. The program's own calls are met in ``os``. SQLite's are met where SQLite's own tests meet
them, in the system calls of its ``unix`` VFS (``xSetSystemCall``), and at ``xSync`` and ``xDelete``, whose forcing goes past
those. Nothing is compiled and nothing of the program is changed; the calls that are let through are real.

``install`` belongs into a process of its own, and into it once.
"""

import builtins
import ctypes
import io
import json
import os
import signal
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

from sqlcipher3 import _sqlite3

SQLITE_IOERR_FSYNC: Final = 1034
SQLITE_IOERR_DIR_FSYNC: Final = 1290

_BY_NAME = ("chmod", "link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink", "truncate", "unlink")
_BY_HANDLE = ("fchmod", "fdatasync", "fsync", "ftruncate", "posix_fallocate")
_TO_HANDLE = ("copy_file_range", "sendfile")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass
class Steps:
    """Counts the steps of this process and says which of them fails."""

    at: int
    """The number, from 1, of the step that fails; 0: none does, they are only counted."""
    error: int
    """The ``errno`` it fails with; 0: the process is killed there."""
    ever: bool
    """Whether every later step fails as well."""
    taken: list[str] = field(default_factory=list)

    def take(self, what: str, halve: Callable[[], object] | None = None) -> int:
        """Count a step and return the error it is to fail with, 0 for none.

        ``halve`` does half of what was asked: a write that fails, or is cut off by the end of the process, has begun.
        """
        self.taken.append(what)
        number = len(self.taken)
        if not self.at or number < self.at or (number > self.at and not self.ever):
            return 0
        if halve is not None and number == self.at:
            halve()
        if not self.error:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.error


def install(steps: Steps) -> None:
    """Count and fail the steps of this process from now on."""
    _meet_python(steps)
    _meet_sqlite(steps)


# The program's own -----------------------------------------------------------------------------------------------


def _meet_python(steps: Steps) -> None:
    for name in _BY_NAME:
        _meet(steps, name)
    for name in (*_BY_HANDLE, *_TO_HANDLE):
        if hasattr(os, name):
            _meet(steps, name)
    _meet_open_and_write(steps)

    from _pyio import open as open_by_os  # written in Python: it opens, writes and closes by way of ``os``

    real = io.open

    def open_(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        writes = isinstance(mode, str) and set(mode) & set("wax+") and not isinstance(file, int)
        return (open_by_os if writes else real)(file, mode, *arguments, **options)

    io.open = builtins.open = open_  # type: ignore[assignment]


def _meet(steps: Steps, name: str) -> None:
    real = getattr(os, name)

    def met(target: Any, *arguments: Any, **options: Any) -> Any:
        if _counts(target) and _has_to_be_done(name, target):
            failure = steps.take(f"{name} {_name_of(target)}")
            if failure:
                _fail(failure, target)
        return real(target, *arguments, **options)

    setattr(os, name, met)


def _meet_open_and_write(steps: Steps) -> None:
    real_open, real_write = os.open, os.write

    def open_(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        if flags & _WRITING and _counts(path):
            failure = steps.take(f"open {_name_of(path)}")
            if failure:
                _fail(failure, path)
        return real_open(path, flags, *arguments, **options)

    def write(handle: int, data: Any) -> int:
        if _counts(handle):
            part = memoryview(data).cast("B")[: len(memoryview(data).cast("B")) // 2]
            failure = steps.take(f"write {_name_of(handle)}", lambda: real_write(handle, part))
            if failure:
                _fail(failure, handle)
        return real_write(handle, data)

    os.open, os.write = open_, write  # type: ignore[assignment]


def _fail(failure: int, target: Any) -> NoReturn:
    raise OSError(failure, os.strerror(failure), None if isinstance(target, int) else os.fspath(target))


def _counts(target: Any) -> bool:
    """Whether something is a file or a folder of the disk, or will be one: no pipe, no device."""
    try:
        mode = os.stat(target).st_mode  # noqa: PTH116 - also of a handle
    except FileNotFoundError:
        return True
    except OSError:
        return False
    of_a_stream = isinstance(target, int) and target <= 2
    return not of_a_stream and (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _has_to_be_done(name: str, target: Any) -> bool:
    """Whether anything is to be changed at all: what is not there need not be taken away, and a folder there not be made."""
    if name in ("remove", "unlink", "rmdir"):
        return os.path.lexists(target)
    return name != "mkdir" or not os.path.lexists(target)


def _name_of(target: Any) -> str:
    if not isinstance(target, int):
        return os.path.basename(os.fsdecode(target))  # noqa: PTH119 - pathlib is among what is met here
    try:
        return os.path.basename(os.readlink(f"/proc/self/fd/{target}"))  # noqa: PTH115, PTH119
    except OSError:
        return str(target)


# SQLite's --------------------------------------------------------------------------------------------------------

_POINTER = ctypes.c_void_p
_VFS_HEAD = [
    ("iVersion", ctypes.c_int),
    ("szOsFile", ctypes.c_int),
    ("mxPathname", ctypes.c_int),
    ("pNext", _POINTER),
    ("zName", ctypes.c_char_p),
    ("pAppData", _POINTER),
]
_VFS_METHODS = (
    "xOpen xDelete xAccess xFullPathname xDlOpen xDlError xDlSym xDlClose xRandomness xSleep xCurrentTime xGetLastError"
    " xCurrentTimeInt64 xSetSystemCall xGetSystemCall xNextSystemCall"
)
_IO_METHODS = (
    "xClose xRead xWrite xTruncate xSync xFileSize xLock xUnlock xCheckReservedLock xFileControl xSectorSize"
    " xDeviceCharacteristics xShmMap xShmLock xShmBarrier xShmUnmap xFetch xUnfetch"
)


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs`` of sqlite3.h, version 3."""

    _fields_ = [*_VFS_HEAD, *((name, _POINTER) for name in _VFS_METHODS.split())]  # type: ignore[assignment]


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods`` of sqlite3.h, version 3."""

    _fields_ = [("iVersion", ctypes.c_int), *((name, _POINTER) for name in _IO_METHODS.split())]  # type: ignore[assignment]


class _File(ctypes.Structure):
    """``sqlite3_file``: what every file of a VFS begins with."""

    _fields_ = [("pMethods", _POINTER)]


def _calls(result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments, use_errno=True)


_INT, _TEXT, _OFFSET = ctypes.c_int, ctypes.c_char_p, ctypes.c_int64
_SYSTEM_CALLS: Final[dict[str, Any]] = {
    "open": _calls(_INT, _TEXT, _INT, _INT),
    "ftruncate": _calls(_INT, _INT, _OFFSET),
    "write": _calls(ctypes.c_ssize_t, _INT, _POINTER, ctypes.c_size_t),
    "pwrite": _calls(ctypes.c_ssize_t, _INT, _POINTER, ctypes.c_size_t, _OFFSET),
    "fchmod": _calls(_INT, _INT, _INT),
    "unlink": _calls(_INT, _TEXT),
    "mkdir": _calls(_INT, _TEXT, _INT),
    "rmdir": _calls(_INT, _TEXT),
}
# Names as pointers: what SQLite reads behind the end of a name would be missing in a copy.
_OPEN = _calls(_INT, _POINTER, _POINTER, _POINTER, _INT, _POINTER)
_DELETE = _calls(_INT, _POINTER, _POINTER, _INT)
_SYNC = _calls(_INT, _POINTER, _INT)

_kept: list[object] = []
"""What SQLite calls back must never be collected."""


def _meet_sqlite(steps: Steps) -> None:
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = _POINTER
    address = library.sqlite3_vfs_find(b"unix")
    vfs = _Vfs.from_address(address)
    assert vfs.iVersion >= 3
    get = ctypes.CFUNCTYPE(_POINTER, _POINTER, _TEXT)(vfs.xGetSystemCall)
    put = ctypes.CFUNCTYPE(_INT, _POINTER, _TEXT, _POINTER)(vfs.xSetSystemCall)
    for name, kind in _SYSTEM_CALLS.items():
        pointer = get(address, name.encode())
        assert pointer, f"SQLite has no system call {name}"
        met = kind(_system_call(steps, name, kind(pointer)))
        _kept.append(met)
        assert put(address, name.encode(), ctypes.cast(met, _POINTER)) == 0
    _meet_vfs(steps, vfs)


def _system_call(steps: Steps, name: str, real: Callable[..., int]) -> Callable[..., int]:
    def met(target: Any, *rest: Any) -> int:
        halve: Callable[[], object] | None = None
        if name == "open" and not rest[0] & _WRITING:
            return real(target, *rest)
        if name in ("write", "pwrite"):
            data, size, *at = rest
            halve = lambda: real(target, data, size // 2, *at)  # noqa: E731
        failure = steps.take(f"{name} {_name_of(target)}", halve)
        if failure:
            ctypes.set_errno(failure)
            return -1
        return real(target, *rest)

    return met


def _meet_vfs(steps: Steps, vfs: _Vfs) -> None:
    """Meet opening, to meet the forcing of what was opened, and deleting, which may force the folder."""
    real_open, real_delete = _OPEN(vfs.xOpen), _DELETE(vfs.xDelete)
    patched: dict[int, _Methods] = {}

    def with_sync(methods: int) -> _Methods:
        if methods not in patched:
            copy = _Methods.from_buffer_copy(_Methods.from_address(methods))
            real_sync = _SYNC(copy.xSync)

            def sync(file: int, flags: int) -> int:
                failure = steps.take("sync")
                ctypes.set_errno(failure)
                return SQLITE_IOERR_FSYNC if failure else int(real_sync(file, flags))

            met = _SYNC(sync)
            _kept.extend((met, real_sync))
            copy.xSync = ctypes.cast(met, _POINTER).value
            patched[methods] = copy
        return patched[methods]

    def open_(own: int, name: int, file: int, flags: int, told: int) -> int:
        code = int(real_open(own, name, file, flags, told))
        opened = _File.from_address(file)
        if code == 0 and opened.pMethods:
            opened.pMethods = ctypes.addressof(with_sync(opened.pMethods))
        return code

    def delete(own: int, name: int, sync_folder: int) -> int:
        code = int(real_delete(own, name, sync_folder))
        if code == 0 and sync_folder:
            failure = steps.take(f"sync folder of {_name_of(ctypes.string_at(name))}")
            if failure:
                ctypes.set_errno(failure)
                return SQLITE_IOERR_DIR_FSYNC
        return code

    met = _OPEN(open_), _DELETE(delete)
    _kept.extend((*met, real_open, real_delete, patched))
    vfs.xOpen, vfs.xDelete = (ctypes.cast(one, _POINTER).value for one in met)


# Told ------------------------------------------------------------------------------------------------------------


def write_down(steps: Steps, path: Path) -> None:
    """Write the names of the steps taken to ``path`` as JSON, for whoever failed them."""
    text = json.dumps({"taken": steps.taken})
    steps.at = 0  # the writing itself is let through
    path.write_text(text, encoding="utf-8")
