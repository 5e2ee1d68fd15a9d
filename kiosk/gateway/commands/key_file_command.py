"""The command that makes, rotates and tidies up the gateway's key file, at the gateway's own machine."""

from pathlib import Path

from kiosk.gateway.commands.enrolment import gateway_of
from kiosk.gateway.trust import key_file
from kiosk.gateway.trust.sealed_rows import sealed_under_old_keys


def make(path: Path) -> str:
    """What was done, in words. Raises KeyFileWrong."""
    key_file.make_key_file(path)
    return f"{path}: made; give it to every gateway on the database with --key-file, and keep a copy apart"


def rotate(path: Path) -> str:
    """Raises KeyFileWrong."""
    key_file.rotate_key_file(path)
    return f"{path}: a new key comes first; restart every gateway with this file, then --forget-old"


def forget_old(path: Path, db_url: str) -> str:
    """Raises KeyFileWrong, and NotEnrolled where the database cannot be opened; then nothing is forgotten."""
    with gateway_of(db_url, key_file=path) as gateway:  # which seals what still lies under an older key
        assert sealed_under_old_keys(gateway.parts.database, gateway.parts.seals) == 0
    key_file.forget_old_keys(path)
    return f"{path}: it has its newest key alone; copies from before open nothing that is sealed from now on"
