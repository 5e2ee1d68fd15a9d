"""Where files live: the shipped ones beside the code, a machine's own data under the XDG folders."""

from pathlib import Path

from platformdirs import PlatformDirs

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "config"
ASSETS = ROOT / "assets"
FONTS = ASSETS / "fonts"


class NoFolder(Exception):
    """A folder for the machine's own data cannot be made; names it, and the next step."""


_DIRS = PlatformDirs("digital-hut-kiosk", appauthor=False)


def state_folder() -> Path:
    """Journal and gateway database: what must survive a restart. Made if missing, for its owner only.

    Raises NoFolder.
    """
    return _made(Path(_DIRS.user_state_dir))


def cache_folder() -> Path:
    """Pictures of demonstrations and other things that may be deleted at any time. Raises NoFolder."""
    return _made(Path(_DIRS.user_cache_dir))


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        who = "it must belong to whoever runs the kiosk; XDG_STATE_HOME and XDG_CACHE_HOME move it"
        raise NoFolder(f"{folder}: {error.strerror}; {who}") from error
    return folder
