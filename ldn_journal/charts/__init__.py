"""Pictures of analysis results, drawn with pyqtgraph: the same objects on screen and in the report.

Nothing is imported here, so that the window opens before numpy and pyqtgraph are loaded; ask the modules themselves.
"""
