"""Kivy reads its settings once; made later, they would change nothing and nobody would be told."""

from pathlib import Path

import pytest

from screens.kivy_setup import prepare_kivy


def test_settings_are_refused_once_kivy_has_read_them(tmp_path: Path) -> None:
    import kivy  # noqa: F401, PLC0415 - Kivy starts late

    with pytest.raises(RuntimeError, match="before anything imports Kivy"):
        prepare_kivy(10, 10, tmp_path, offscreen=True)
