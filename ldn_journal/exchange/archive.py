"""Zip archives from elsewhere, read without unpacking: names checked, sizes bounded by what is really there."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.exchange.incoming import refusal

MAX_MEMBERS = 20_000
MAX_TOTAL = 4 << 30
MAX_RATIO = 250
"""Text of many like lines shrinks to a thirtieth or less; what shrinks far more is made to burst."""
_SMALL = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)
_LOCKED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What apps write. Others need libraries of their own, whose memory an archive itself sets."""


def is_archive(start: bytes) -> bool:
    """Whether a file that begins like this is a zip archive."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


class Archive:
    """A zip archive whose directory has been checked. Raises ``ImportRefused`` for names and sizes that are not harmless."""

    def __init__(self, path: Path, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped
        members = zipped.infolist()
        if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_TOTAL:
            raise refusal(_("{name} would unpack to far too much.").format(name=path.name))
        for one in members:
            if _leads_outside(one.filename):
                raise refusal(_("{name} holds a file that would lie outside its own folder.").format(name=path.name))
            if one.flag_bits & _LOCKED:
                raise refusal(_("The archive is damaged or locked with a password."))
            if one.compress_type not in _METHODS:
                raise refusal(_("{name} is packed in a way that cannot be read here.").format(name=path.name))
            if one.file_size > _SMALL and one.file_size > MAX_RATIO * max(one.compress_size, 1):
                raise refusal(_("{name} would unpack to far too much.").format(name=path.name))
        self.names = [one.filename for one in members if not one.filename.endswith("/")]
        self.sizes = {one.filename: one.file_size for one in members}

    def read(self, name: str, limit: int) -> bytes:
        """Return one file of at most ``limit`` bytes. Raises ``ImportRefused``."""
        with self.open(name) as member:
            data = member.read(limit + 1)
        if len(data) > limit:
            raise refusal(_("The file is larger than {n} MB.").format(n=limit >> 20), file=name)
        return data

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open one file for reading; never gives more than the directory said. Raises ``ImportRefused``."""
        sentence = _("The archive is damaged or locked with a password.")
        try:
            member = self._zipped.open(name)
        except (*_BROKEN, ValueError, struct.error) as error:
            raise refusal(sentence, file=name) from error
        try:
            with member:
                yield member
        except _BROKEN as error:
            raise refusal(sentence, file=name) from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive. Raises ``ImportRefused``, ``NotFound``, ``CannotAccess``."""
    with reading_errors(path), path.open("rb") as raw:
        try:
            zipped = zipfile.ZipFile(raw)
        except (*_BROKEN, ValueError, struct.error) as error:
            raise refusal(_("The archive is damaged or locked with a password.")) from error
        with zipped:
            yield Archive(path, zipped)


def _leads_outside(name: str) -> bool:
    written = name.replace("\\", "/")
    return (
        written.startswith("/") or ":" in written.split("/")[0] or ".." in PurePosixPath(written).parts or "\0" in name
    )
