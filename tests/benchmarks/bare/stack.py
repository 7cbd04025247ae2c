"""What the libraries alone cost: import the window, chart and SQL libraries and show an empty chart."""

import sys

import pyqtgraph
import sqlmodel  # noqa: F401 - its import is what is measured
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

application = QApplication(sys.argv)
chart = pyqtgraph.PlotWidget()
chart.resize(1280, 800)
chart.show()
QTimer.singleShot(0, lambda: (chart.repaint(), print("ready", flush=True)))
application.exec()
