"""A copy of the shipped configuration that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

CONFIG = Path(__file__).resolve().parents[2] / "config"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def config_dir(tmp_path: Path) -> Path:
    for path in CONFIG.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def edit(config_dir: Path) -> Edit:
    """edit(file, old, new): replaces the first occurrence, which must be there."""

    def replace(file: str, old: str, new: str) -> None:
        path = config_dir / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} holds no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
