"""Draws the icon in every size and format that a system asks for: ``icons.py SVG FOLDER``.

PNG for Linux, in the folders of the hicolor theme; ``.ico`` for Windows and ``.icns`` for macOS, which hold PNG pictures behind
a short table of contents. Needs Qt; runs in ``.venv-package``.
"""

import os
import struct
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

LINUX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS = (16, 20, 24, 32, 40, 48, 64, 256)
SMALL = 32
"""Up to so many pixels the simpler drawing is used, ``…-small.svg``: fine lines would be a blur."""
MACOS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def main(svg: Path, folder: Path) -> None:
    """Write every picture of ``svg`` below ``folder``."""
    application = QGuiApplication([])
    large, small = (opened(path) for path in (svg, svg.with_name(f"{svg.stem}-small.svg")))
    sizes = sorted({*LINUX, *WINDOWS, *MACOS.values()})
    pictures = {size: png(small if size <= SMALL else large, size) for size in sizes}
    for size in LINUX:
        write(folder / "hicolor" / f"{size}x{size}" / "apps" / f"{svg.stem}.png", pictures[size])
    write(folder / "hicolor" / "scalable" / "apps" / svg.name, svg.read_bytes())
    write(folder / f"{svg.stem}.ico", ico({size: pictures[size] for size in WINDOWS}))
    write(folder / f"{svg.stem}.icns", icns({kind: pictures[size] for kind, size in MACOS.items()}))
    del application


def opened(svg: Path) -> QSvgRenderer:
    """Return a drawing, ready to be drawn."""
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        sys.exit(f"{svg} cannot be drawn.")
    return renderer


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """Return the drawing as a PNG of ``size`` by ``size`` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs want text, Qt wants bytes and takes both
        sys.exit("Qt could not write a PNG.")
    return bytes(content.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon of PNG pictures by size; a size of 256 is written as 0."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    place = len(head) + 16 * len(pictures)
    for size, content in pictures.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(content), place)
        place += len(content)
    return head + b"".join(pictures.values())


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """Return a macOS icon of PNG pictures by kind."""
    body = b"".join(kind + struct.pack(">I", 8 + len(content)) + content for kind, content in pictures.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def write(path: Path, content: bytes) -> None:
    """Write a file and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
