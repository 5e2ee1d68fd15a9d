"""The loudspeaker as a program: volume in its sound, silence at once, and no end that hangs."""

from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from kiosk.voice import player as player_module
from kiosk.voice.player import CannotPlay, SystemPlayer
from kiosk.voice.waves import at_volume, read
from tests.voice.programs import PATIENCE_S, SAID, SAID_WAVE, Programs


def test_a_machine_without_a_sound_card_has_no_loudspeaker(tmp_path: Path) -> None:
    assert not SystemPlayer(tmp_path / "none").fitted()
    assert not SystemPlayer(tmp_path).fitted()
    (tmp_path / "pcmC0D0c").touch()  # a microphone
    assert not SystemPlayer(tmp_path).fitted()
    (tmp_path / "pcmC0D0p").touch()
    assert SystemPlayer(tmp_path).fitted()


def test_the_volume_is_in_what_is_played(programs: Programs) -> None:
    player = SystemPlayer(program=programs.make(""))
    for volume in (1, 5):
        player.play(SAID_WAVE, volume).wait()
        assert np.array_equal(read(programs.heard).samples, at_volume(SAID, volume).samples)


def test_stopped_is_silent_at_once_and_no_failure(programs: Programs) -> None:
    playing = SystemPlayer(program=programs.hangs()).play(SAID_WAVE, 3)
    programs.wait_until_started()
    playing.stop()
    thread = Thread(target=playing.wait)
    thread.start()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert programs.are_gone()
    playing.stop()


def test_a_busy_sound_card_keeps_nobody_waiting(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player_module, "_LATE_S", 0.2)
    with pytest.raises(CannotPlay, match="had not finished"):
        SystemPlayer(program=programs.make("exec sleep 600")).play(SAID_WAVE, 3).wait()


def test_a_player_that_fails_is_told_in_its_own_words(programs: Programs) -> None:
    program = programs.make("echo audio >&2; echo open error >&2; exit 1")
    with pytest.raises(CannotPlay, match="status 1: audio open error"):
        SystemPlayer(program=program).play(SAID_WAVE, 3).wait()


def test_a_player_that_is_not_there_names_its_package() -> None:
    with pytest.raises(CannotPlay, match="install the package alsa-utils"):
        SystemPlayer(program="no-such-program").play(SAID_WAVE, 3)


def test_what_is_no_sound_is_not_played(programs: Programs) -> None:
    with pytest.raises(CannotPlay, match="no WAV file"):
        SystemPlayer(program=programs.make("")).play(b"nothing", 3)
