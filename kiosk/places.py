"""Where files live: the shipped ones beside the code, a machine's own data under the XDG folders."""

from pathlib import Path

from platformdirs import PlatformDirs

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "config"
ASSETS = ROOT / "assets"
FONTS = ASSETS / "fonts"

_DIRS = PlatformDirs("digital-hut-kiosk", appauthor=False)


def state_folder() -> Path:
    """Journal and gateway database: what must survive a restart. Made if missing, for its owner only."""
    return _made(Path(_DIRS.user_state_dir))


def cache_folder() -> Path:
    """Pictures of demonstrations and other things that may be deleted at any time."""
    return _made(Path(_DIRS.user_cache_dir))


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
