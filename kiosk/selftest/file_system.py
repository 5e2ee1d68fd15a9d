"""How much room is left where the kiosk keeps what must not be lost."""

import os
from pathlib import Path

from kiosk.selftest.equipment import FileSystem


def file_system(folder: Path) -> FileSystem:
    """What programs without privileges may use. Raises OSError."""
    found = os.statvfs(folder)
    free_files = found.f_favail if found.f_files else None  # btrfs and others count no files
    return FileSystem(found.f_bavail * found.f_frsize, free_files)
