"""Any table of text: its encoding and delimiter found out, its rows with their lines, everything odd refused by line."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from ldn_journal.base.errors import ImportRefused
from ldn_journal.base.files import reading_errors
from ldn_journal.base.texts import _
from ldn_journal.exchange.incoming import refusal
from ldn_journal.exchange.watch import Watch

MAX_BYTES = 64 * 1024 * 1024
_CHUNK = 1 << 20
_SAMPLE_ROWS = 50
_SAMPLE = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class TextTable:
    """A delimited table: ``header``, ``delimiter``, ``encoding``, and ``rows()`` read afresh each time, one row in memory.

    ``delimiter`` and ``encoding`` are detected unless given. ``data``: what is read in place of the file, for a file within an
    archive that refusals call ``shown``. ``watch`` follows what ``rows`` and ``lines`` read.
    Raises ``ImportRefused``, ``NotFound``, ``CannotAccess``.
    """

    def __init__(
        self,
        path: Path,
        *,
        delimiter: str | None = None,
        encoding: str | None = None,
        named: bool = False,
        data: bytes | None = None,
        shown: str | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.path = path
        self._watch = watch
        self.file = shown or (path.name if named else None)
        self._data = data
        with reading_errors(path):
            size = path.stat().st_size if data is None else len(data)
        self.size = size
        if size == 0:
            raise self.refusal(_("The file is empty."))
        if size > MAX_BYTES:
            raise self.refusal(_("The file is larger than {n} MB; split it.").format(n=MAX_BYTES >> 20))
        self.encoding = encoding or self._detected_encoding()
        self.delimiter = delimiter or self._detected_delimiter()
        first = next(self._cells(), None)
        if first is None:
            raise self.refusal(_("The file is empty."))
        self.header_line, header = first
        while len(header) > 1 and not header[-1].strip():
            header.pop()
        self.header = [name.strip() for name in header]

    def refusal(self, sentence: str, line: int | None = None) -> ImportRefused:
        """Return the error that refuses this table."""
        return refusal(sentence, line, self.file)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells stripped of blanks at their ends) for each row that is not blank, as wide as the header."""
        width = len(self.header)
        cells = self._cells(self._watch)
        next(cells, None)
        for line, row in cells:
            if len(row) > width and not any(cell.strip() for cell in row[width:]):
                del row[width:]
            if len(row) != width:
                raise self.refusal(
                    _("There are {found} cells where the header has {wanted}.").format(found=len(row), wanted=width),
                    line,
                )
            yield line, [_plain(cell) for cell in row]

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield (line, text without its end) for each line after the header's, for what only looks like a table."""
        try:
            with self._text(self._watch) as text:
                for line, written in enumerate(text, 1):
                    if line <= self.header_line:
                        continue
                    if _CONTROL.search(written):
                        raise self.refusal(_("There are characters that no text holds; is this a table?"), line)
                    yield line, written.rstrip("\r\n")
        except UnicodeError:
            raise self.refusal(_("The text cannot be read as {encoding}.").format(encoding=self.encoding)) from None

    def _open(self) -> BinaryIO:
        return self.path.open("rb") if self._data is None else io.BytesIO(self._data)

    def _cells(self, watch: Watch | None = None) -> Iterator[tuple[int, list[str]]]:
        line = 1
        with self._text(watch) as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=False)
            while True:
                try:
                    row = next(reader, None)
                except csv.Error:
                    raise self.refusal(
                        _("A cell is far too long; perhaps a quotation mark is not closed."), line
                    ) from None
                except UnicodeError:
                    raise self.refusal(
                        _("The text cannot be read as {encoding}.").format(encoding=self.encoding)
                    ) from None
                if row is None:
                    return
                if any(_CONTROL.search(cell) for cell in row):
                    raise self.refusal(_("There are characters that no text holds; is this a table?"), line)
                if any(cell.strip() for cell in row) and not (line == 1 and row[0].startswith("sep=")):
                    yield line, row
                line = reader.line_num + 1

    @contextmanager
    def _text(self, watch: Watch | None = None) -> Iterator[io.TextIOBase]:
        with reading_errors(self.path), self._open() as found, _watched(found, self.size, watch) as raw:
            # One physical line is read at a time, so the file's size bounds what memory holds.
            yield io.TextIOWrapper(raw, encoding=self.encoding, newline="")

    def _detected_encoding(self) -> str:
        with reading_errors(self.path), self._open() as raw:
            start = raw.read(4)
            for bom, name in _BOMS:
                if start.startswith(bom):
                    return name
            raw.seek(0)
            sample = raw.read(_SAMPLE)
            if (wide := _wide(sample)) is not None:
                return wide
            raw.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")()
            utf8, line = True, 1
            while chunk := raw.read(_CHUNK):
                if (nul := chunk.find(b"\0")) >= 0:
                    line += chunk.count(b"\n", 0, nul)
                    raise self.refusal(_("There are characters that no text holds; is this a table?"), line)
                line += chunk.count(b"\n")
                if utf8:
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError:
                        utf8 = False
            if utf8:
                try:
                    decoder.decode(b"", final=True)
                except UnicodeDecodeError:
                    utf8 = False
        return "utf-8" if utf8 else self._cp1252()

    def _cp1252(self) -> str:
        """The usual old Windows encoding, where every byte means something in it."""
        with reading_errors(self.path), self._open() as raw:
            for line, text in enumerate(raw, 1):
                try:
                    text.decode("cp1252")
                except UnicodeDecodeError:
                    raise self.refusal(_("There are characters that no text holds; is this a table?"), line) from None
        return "cp1252"

    def _detected_delimiter(self) -> str:
        with self._text() as text:
            try:
                sample = text.read(_SAMPLE)
            except UnicodeError:
                raise self.refusal(_("The text cannot be read as {encoding}.").format(encoding=self.encoding)) from None
        if found := re.match(r'sep=([^"\r\n\0])\r?\n', sample):
            return found[1]
        best, most = ",", (0.0, 0)
        for delimiter in _DELIMITERS:
            widths = _widths(sample, delimiter)
            if widths and widths[0] > 1:
                same = sum(width == widths[0] for width in widths) / len(widths)
                if (same, widths[0]) > most:
                    best, most = delimiter, (same, widths[0])
        return best


def _watched(raw: BinaryIO, size: int, watch: Watch | None) -> AbstractContextManager[BinaryIO]:
    return nullcontext(raw) if watch is None else watch.opened(raw, size)


def _plain(cell: str) -> str:
    """The cell without blanks at its ends, its line breaks as texts here have them."""
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return cell.strip(" \u00a0")


def _widths(sample: str, delimiter: str) -> list[int]:
    """How many cells each of the first rows has with this delimiter; the last one may be cut and does not count."""
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(row):
                widths.append(len(row))
            if len(widths) > _SAMPLE_ROWS:
                break
    except csv.Error:
        # A cell that never ends: what stands before it still tells the delimiter, and reading the rows names the line.
        return widths
    return widths[:-1] if len(widths) > 1 and len(sample) == _SAMPLE else widths


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark shows itself by a NUL in nearly every other byte."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    if sample[1::2].count(0) > 0.6 * pairs and sample[::2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if sample[::2].count(0) > 0.6 * pairs and sample[1::2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return None
