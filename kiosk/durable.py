"""Small files that are whole or as before, whatever the power does, and their owner's alone."""

import os
from pathlib import Path
from tempfile import mkstemp


def write_durably(path: Path, content: bytes) -> None:
    """Returns when the content is on the disk under its name. After an OSError nothing has changed."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    _write_whole(handle, content)
    fresh.replace(path)
    _sync_folder(path.parent)


def make_durably(path: Path, content: bytes) -> None:
    """As above, and never over another file, or into one that somebody else makes at the same moment.

    Raises OSError, FileExistsError where there is one; then nothing has changed.
    """
    handle, fresh = mkstemp(dir=path.parent, prefix=f"{path.name}.")  # its owner's alone
    try:
        _write_whole(handle, content)
        path.hardlink_to(fresh)
        _sync_folder(path.parent)
    finally:
        Path(fresh).unlink()


def append_durably(path: Path, line: bytes) -> None:
    """Returns when the line is on the disk, behind all that stood there. Raises OSError.

    What a power cut tore off stays a line of its own, and costs the next one nothing.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        size = os.fstat(handle).st_size
        is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        file.write(b"\n" + line if is_torn else line)
        file.flush()
        os.fsync(file.fileno())


def own_folder(path: Path) -> Path:
    """The folder, made if missing, for its owner only."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _write_whole(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
