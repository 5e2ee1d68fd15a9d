"""The engine as a program: what it is given, how long it may take, and that all of it ends."""

from collections.abc import Sequence
from threading import Thread

import pytest
from msgspec.structs import replace

from kiosk.voice import espeak
from kiosk.voice.engine import SpeechFailed
from kiosk.voice.espeak import Espeak, arguments
from kiosk.voice.program import Program
from tests.voice.lines import ENGLISH, LINE
from tests.voice.programs import PATIENCE_S, SAID_WAVE, Programs


def test_words_go_in_by_standard_input_and_sound_comes_out(programs: Programs) -> None:
    assert Espeak(programs.says()).wave(LINE) == SAID_WAVE
    assert programs.heard.decode() == '<speak>请插卡<break time="430ms"/>芯片朝前</speak>'
    assert not [given for given in programs.arguments if "卡" in given]
    assert "cmn-latn-pinyin" in programs.arguments


def test_words_cannot_become_markup(programs: Programs) -> None:
    Espeak(programs.says()).wave(replace(LINE, words="a < b & c"))
    assert programs.heard == b"<speak>a &lt; b &amp; c</speak>"


def test_slower_is_slower_in_both_languages() -> None:
    for line in (LINE, ENGLISH):
        normal, slower = arguments(line), arguments(replace(line, slower=True))
        assert int(slower[3]) < int(normal[3])
        assert normal[:3] == slower[:3]
    assert arguments(LINE)[1] != arguments(ENGLISH)[1]


def test_an_engine_that_is_not_there_names_its_package() -> None:
    with pytest.raises(SpeechFailed, match="install the package espeak-ng"):
        Espeak("no-such-program").wave(LINE)


def test_an_engine_that_fails_is_told_by_its_status(programs: Programs) -> None:
    with pytest.raises(SpeechFailed, match="status 3"):
        Espeak(programs.make("exit 3")).wave(LINE)


def test_an_engine_that_hangs_is_killed_with_all_it_has_started(programs: Programs) -> None:
    with pytest.raises(SpeechFailed, match=r"had not finished after 0\.5 s"):
        Espeak(programs.hangs(), within_s=0.5).wave(LINE)
    assert programs.are_gone()


def test_what_is_wanted_no_longer_is_broken_off_at_once(programs: Programs) -> None:
    engine = Espeak(programs.hangs(), within_s=PATIENCE_S * 10)
    failed: list[SpeechFailed] = []
    thread = Thread(target=lambda: _failure(engine, failed))
    thread.start()
    programs.wait_until_started()
    engine.break_off()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert "status -9" in str(failed)
    assert programs.are_gone()
    engine.break_off()


def test_what_is_broken_off_while_its_program_starts_does_not_run_on(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Espeak(programs.hangs(), within_s=5.0)

    class TouchedMeanwhile(Program):
        def __init__(self, command: Sequence[str], given: bytes) -> None:
            super().__init__(command, given)
            engine.break_off()

    monkeypatch.setattr(espeak, "Program", TouchedMeanwhile)
    with pytest.raises(SpeechFailed, match="status -9"):
        engine.wave(LINE)
    monkeypatch.undo()
    assert Espeak(programs.says()).wave(LINE) == SAID_WAVE


def test_an_engine_that_never_stops_speaking_is_ended_by_the_system(programs: Programs) -> None:
    with pytest.raises(SpeechFailed, match="status -25"):  # SIGXFSZ
        Espeak(programs.make("exec yes"), within_s=PATIENCE_S).wave(LINE)


def test_its_failures_do_not_repeat_the_words(programs: Programs) -> None:
    for body in ("exit 1", "cat {folder}/heard >&2; exit 2"):
        with pytest.raises(SpeechFailed) as failed:
            Espeak(programs.make(body)).wave(LINE)
        assert LINE.words[:3] not in str(failed.value)


def _failure(engine: Espeak, failed: list[SpeechFailed]) -> None:
    with pytest.raises(SpeechFailed) as caught:
        engine.wave(LINE)
    failed.append(caught.value)
