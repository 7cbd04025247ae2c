"""Sets a summary as a PDF (PDF/A-3a and PDF/UA-1), A4 or Letter, with Typst.

Words reach the template as JSON only, so that nothing a person wrote is ever read as markup. The same summary and chart
give the same bytes: no clock, no path and, for Latin, Greek and Cyrillic, no font of the computer goes in.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias, TypeVar, cast

from ldn_journal.base.assets import asset
from ldn_journal.base.errors import CannotAccess, DiskFull
from ldn_journal.base.files import is_no_room
from ldn_journal.base.texts import _, one_full_stop
from ldn_journal.report.content import Attachment, Section, Summary, Text, as_string
from ldn_journal.report.letters import (
    MARK,
    alike,
    foreign_letters,
    hyphenable,
    ours_alone,
    printable,
    right_to_left,
    without,
)

if TYPE_CHECKING:
    import typst

STANDARDS: "list[Literal['a-3a', 'ua-1']]" = ["a-3a", "ua-1"]
FACES = ("Regular", "It", "Semibold", "Bold")
Paper: TypeAlias = Literal["a4", "letter"]
PAPERS: Final[dict[Paper, tuple[str, float]]] = {"a4": ("a4", 174.0), "letter": ("us-letter", 179.9)}
"""Each paper with its name in Typst, and the width of its text, and so of the chart, in mm."""
DOSE_BAND, USUAL_PANEL, GREATEST_PANEL = 20.0, 18.0, 23.0
"""Heights in mm of the chart's dose band with its axis, and of each measure below it; it takes what is left of the page."""
LOOKS = ((0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0), (3, 0.86), (4, 0.86), (4, 0.7))
"""The looks of page 1, tried one after the other until one holds all of it: how dense the text is (see ``style.typ``), and
how far the chart may be made smaller as a whole, its text with it."""
SPARE = 2.0
"""The mm kept free at the foot of the page."""
T = TypeVar("T")
_A4_INCHES = 210 / 25.4
CLOSE_ROWS = 7
"""Rows of a table of page 1 beyond which they draw closer together."""
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_PERCENT = re.compile(r"(?<=\d) %")
_ROUNDS = 16
_LETTERS_ALONE = b'#set document(title: "Letters")\n#set text(font: "Source Sans Pro")\n#json("content.json")\n'


@dataclass(frozen=True)
class Picture:
    """A drawn chart: SVG, and its height in mm, more than was asked for where its lines would come too close."""

    svg: bytes
    height: float


class Chart(Protocol):
    """Draws the chart of a width and height in mm."""

    def __call__(self, width: float, height: float) -> Picture:
        """Return the picture."""
        ...


@dataclass(frozen=True)
class Printed:
    """A summary as it was set: the PDF, and the files that it was made from, the chart among them.

    ``marked``: whether marks stand in it for letters that no font has, which it says itself.
    """

    pdf: bytes
    files: dict[str, bytes]
    marked: bool = False


def typeset(summary: Summary, chart: Chart | None = None) -> bytes:
    """Return the summary as PDF; see ``set_summary``."""
    return set_summary(summary, chart).pdf


def set_summary(
    summary: Summary, chart: Chart | None = None, paper: Paper = "a4", attached: Sequence[Attachment] = ()
) -> Printed:
    """Set the summary on ``paper``, with the picture that ``chart`` draws and the files of ``attached`` within it.

    Letters that no font at hand has are spelt out or marked. Raises ``typst.TypstError`` for a fault of ours only.
    """
    name, width = PAPERS[paper]
    content = _content(summary) | {"paper": name}
    files = {
        "main.typ": asset("report", "summary.typ").read_bytes(),
        "style.typ": asset("report", "style.typ").read_bytes(),
        # Apart from the content, whose strings are changed where a letter cannot be printed.
        "attached.json": json.dumps([_attachment(one) for one in attached], ensure_ascii=False).encode(),
        **{one.name: one.data for one in attached},
    }

    def compiled(content: dict[str, Any], fonts: "typst.Fonts") -> Printed:
        return _compiled(content, summary, chart, width, dict(files), fonts)

    return in_print(content, summary.words, compiled)


def pictures(printed: Printed, words: str, width_px: int) -> tuple[bytes, ...]:
    """Return each page of what was set as a PNG, an A4 page ``width_px`` wide; ``words`` are the summary's, for its fonts.

    Nothing of it needs the application's thread.
    """
    with _with_fonts(every=not ours_alone(words)) as fonts:
        found = _compiler(printed.files, fonts).compile(format="png", ppi=width_px / _A4_INCHES)
    return tuple(found) if isinstance(found, list) else (cast(bytes, found),)


def in_print(content: dict[str, Any], words: str, compiled: "Callable[[dict[str, Any], typst.Fonts], T]") -> T:
    """Return what ``compiled`` makes of ``content``, its strings made printable with the fonts there are for ``words``."""
    import typst

    # Whatever sentence an abbreviated date ends, here it gets its one full stop; and no line ends before a percent sign.
    content = _each_string(content, lambda text: _PERCENT.sub("\u00a0%", printable(one_full_stop(text))))
    with _with_fonts(every=not ours_alone(words)) as fonts:
        content = _marked(content, _missing_letters(content, fonts))
        for _attempt in range(_ROUNDS):
            try:
                return compiled(content, fonts)
            except typst.TypstError as error:
                if (missing := _named_in(error)) is None:
                    raise
                content = _marked(content, missing)
        # Fonts that have letters one by one and not together: only what the shipped typeface has stays.
        return compiled(_marked(content, "".join(foreign_letters(_words(content)))), fonts)


def _missing_letters(content: dict[str, Any], fonts: "typst.Fonts") -> str:
    """Return letters of ``content`` that no font has, at least one of each script that lacks some.

    Typst names only the first one it meets. So this is asked of a page with nothing but the letters, again and again: with a
    hundred scripts it would take minutes to set the whole document as often.
    """
    import typst

    letters, missing = foreign_letters(_words(content)), ""
    while letters:
        files = {"main.typ": _LETTERS_ALONE, "content.json": json.dumps("\n".join(letters)).encode()}
        try:
            _compiler(files, fonts).compile(pdf_standards=["a-3a"])
            break
        except typst.TypstError as error:
            named = _named_in(error)
            left = [] if named is None else [one for one in letters if not alike(one, named)]
            if named is None or len(left) == len(letters):
                break  # the document itself will tell
            missing, letters = missing + named, left
    return missing


def _named_in(error: "typst.TypstError") -> str | None:
    """Return the letters that could not be set, ``None`` where something else went wrong."""
    found = _MISSING.search(str(error))
    if found is None:
        return None
    return found[1].encode().decode("unicode_escape") if found[1].startswith("\\u{") else found[1]


def _marked(content: dict[str, Any], missing: str) -> dict[str, Any]:
    """Return ``content`` with the missing letters spelt out or marked, and a sentence about the marks if there are some."""
    if missing:
        content = _each_string(content, partial(without, missing=missing))
    marks = MARK in _words({**content, "unprintable": ""})
    return content | {"unprintable": _("□ stands for a letter that no font on this computer has.") if marks else None}


def _words(content: dict[str, Any]) -> str:
    return "\n".join(_strings(content))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


@contextmanager
def _with_fonts(*, every: bool) -> Iterator["typst.Fonts"]:
    """Give the fonts, from a folder of temporary files. Raises ``DiskFull``, ``CannotAccess``."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(TemporaryDirectory(prefix="ldn-journal-"))
            fonts = _fonts(Path(folder), every=every)
        except OSError as error:
            if is_no_room(error):
                raise DiskFull(_("Your disk has no room for temporary files. The document was not made.")) from error
            raise CannotAccess(_("No temporary files can be written. The document was not made.")) from error
        yield fonts


def _fonts(folder: Path, *, every: bool) -> "typst.Fonts":
    """Return the shipped faces, with the computer's own fonts beside them if ``every``."""
    import typst
    from font_source_sans_pro import font_directory

    # One file for each face: the package holds each in two formats, and which one was found first would decide the bytes.
    for face in FACES:
        name = f"SourceSansPro-{face}.otf"
        shutil.copyfile(Path(font_directory, name), folder / name)
    return typst.Fonts(include_system_fonts=every, include_embedded_fonts=every, font_paths=[folder])


def _compiled(
    content: dict[str, Any],
    summary: Summary,
    chart: Chart | None,
    width: float,
    files: dict[str, bytes],
    fonts: "typst.Fonts",
) -> Printed:
    if chart is not None and any(section.chart for section in summary.sections):
        panels = len(summary.chart_measures)
        # Drawn closer step by step, then the chart smaller as a whole; where nothing holds it on one page, the usual look.
        for dense, scale in (*LOOKS, LOOKS[0]):
            files["content.json"] = _json(content, chart_height=0, dense=dense)
            picture, fits = _picture(chart, width, _room(_compiler(files, fonts)) - SPARE, panels, scale)
            files["chart.svg"] = picture.svg
            files["content.json"] = _json(content, chart_height=picture.height, dense=dense)
            if fits:
                break
    else:
        files["content.json"] = _json(content, chart_height=None, dense=0)
    return Printed(pdf(files, fonts, summary.made_on), files, marked=content["unprintable"] is not None)


def _picture(chart: Chart, width: float, room: float, panels: int, least: float) -> tuple[Picture, bool]:
    """Return the chart as high as there is room, as a whole down to ``least`` of its size, and whether it fits.

    Where it cannot fit it has its usual height.
    """
    picture = chart(width, min(room, DOSE_BAND + panels * GREATEST_PANEL) if room > 0 else 1)
    if picture.height <= room:
        return picture, True
    scale = room / picture.height
    if scale >= least:
        return chart(width / scale, picture.height), True
    return chart(width, DOSE_BAND + panels * USUAL_PANEL), False


def pdf(files: dict[str, bytes], fonts: "typst.Fonts", made_on: date) -> bytes:
    """Return the PDF that ``main.typ`` among ``files`` makes, dated noon of ``made_on``, so that no clock goes in."""
    made = datetime.combine(made_on, time(12), tzinfo=UTC)
    return cast(bytes, _compiler(files, fonts).compile(pdf_standards=list(STANDARDS), timestamp=made))


def _compiler(files: dict[str, bytes], fonts: "typst.Fonts") -> "typst.Compiler":
    import typst

    # The class takes a folder of files in memory as ``typst.compile`` does; its annotations leave that out.
    compiler: Any = typst.Compiler
    return cast("typst.Compiler", compiler(files, font_paths=fonts))


def _room(compiler: "typst.Compiler") -> float:
    """Return the mm left on the page for the chart, less than 0 if the rest alone fills more than one page."""
    found = json.loads(compiler.query("<room>", field="value", one=True))
    return float(found)


def _json(content: dict[str, Any], *, chart_height: float | None, dense: int) -> bytes:
    return json.dumps(content | {"chart_height": chart_height, "dense": dense}, ensure_ascii=False).encode()


def _content(summary: Summary) -> dict[str, Any]:
    """Return what the template sets, in the shapes of JSON."""
    speech = summary.language.replace("-", "_").split("_")
    made = summary.made_on
    return {
        "title": summary.title,
        "period": summary.period,
        "who": [{"label": one.label, "text": one.text} for one in summary.who],
        "about": _directed(summary.about),
        "occasion": summary.occasion,
        "running": summary.running,
        "sample": summary.sample,
        "footer": summary.footer,
        "lang": speech[0].lower(),
        "keywords": list(summary.keywords),
        "made": [made.year, made.month, made.day],
        "sections": [_section(section) for section in summary.sections],
    }


def _attachment(one: Attachment) -> dict[str, str]:
    return {"name": one.name, "mime": one.mime, "about": one.about}


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "heading": section.heading,
        "side": section.side,
        "aside": section.aside,
        "paragraphs": [_directed(text) for text in section.paragraphs],
        "bullets": [{"text": text, "rtl": right_to_left(text)} for text in section.bullets],
        "table": {
            "columns": [asdict(column) | {"heading": hyphenable(column.heading)} for column in section.table.columns],
            "rows": [[_directed(cell) for cell in row] for row in section.table.rows],
            "tall": section.page > 1,
            "close": section.page == 1 and len(section.table.rows) > CLOSE_ROWS,
        }
        if section.table
        else None,
        "chart": section.chart.replace("\u00a0", " ") if section.chart else None,
        "paired": section.paired,
        "footnotes": list(section.footnotes),
        "notes": list(section.notes),
        "notice": section.notice,
        "page": section.page,
    }


def _directed(text: Text) -> dict[str, Any]:
    return {"runs": [asdict(run) for run in text], "rtl": right_to_left(as_string(text))}


def _each_string(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_string(part, change) for key, part in value.items()}
    if isinstance(value, list):
        return [_each_string(part, change) for part in value]
    return value
