"""The checksums of the chart's files, so that a test sees when one was changed by hand or is missing.

Every generator writes them anew when it has written its files.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from tools.atlas.write import FOLDER

NAME = "checksums.txt"


def main(folder: Path = FOLDER) -> None:
    """Write a line with checksum and name for each file, as `sha256sum --check` reads them."""
    files = sorted(path for path in folder.iterdir() if path.name != NAME and not path.name.endswith(".half"))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
