"""Where the fonts and other files lie that come with the program."""

from __future__ import annotations

from pathlib import Path


def assets_folder() -> Path:
    """Return the folder of bundled files, in a checkout as well as in an installed wheel.

    Raises:
        FileNotFoundError: The installation is damaged.
    """
    package = Path(__file__).resolve().parent
    # A wheel carries the folder inside the package, a checkout beside it.
    for folder in (package / "assets", package.parent / "assets"):
        if (folder / "fonts").is_dir():
            return folder
    raise FileNotFoundError(f"no assets folder beside or inside {package}")
