"""Files shipped with the program: reference knowledge, report templates, themes, icons, translations."""

from functools import cache
from pathlib import Path


@cache
def resources_folder() -> Path:
    """Return the folder of shipped resources: inside the installed package, else the repository's own."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "resources"
    return shipped if shipped.is_dir() else package.parent / "resources"


def asset(*parts: str) -> Path:
    """Return the path of one shipped file, ``asset("clinical", "measures.toml")``."""
    return resources_folder().joinpath(*parts)
