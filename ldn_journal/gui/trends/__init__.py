"""The Trends page. Charts, numpy and pyqtgraph are loaded when it is first opened, not before."""
