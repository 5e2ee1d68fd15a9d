"""`python -m kiosk companion` given by hand: nothing is opened, and it is said what to do instead."""

import pytest

from kiosk.__main__ import main


class Terminal:
    def isatty(self) -> bool:
        return True


def test_by_hand_it_says_who_starts_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    assert main(["companion"]) == 1
    assert "the kiosk starts this itself" in capsys.readouterr().err


def test_without_a_second_display_it_names_the_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["companion"]) == 1
    told = capsys.readouterr().err
    assert "displays.toml" in told
    assert "second: found nothing" in told
