"""Recordings come before any engine, but never mixed with one."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.voice.clips import Clips
from kiosk.voice.engine import SpeechFailed
from kiosk.voice.speech import Speech
from kiosk.voice.spoken_line import Part, SpokenLine
from kiosk.voice.waves import read, tone, written

ENGINE = b"the engine's"
LINE = SpokenLine("一共八块", "zh", 3, False, (Part("一共", "sum.1"), Part("八", "number.八")))
SLOWER = SpokenLine("一共八块", "zh", 3, True, LINE.parts)


class Engine:
    def wave(self, line: SpokenLine) -> bytes:
        return ENGINE

    def break_off(self) -> None:
        pass


def record(folder: Path, *clips: str) -> None:
    for clip in clips:
        path = folder / f"{clip}.wav"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written(tone(0.05)))


def test_a_line_that_was_recorded_whole_is_played_from_its_parts(tmp_path: Path) -> None:
    record(tmp_path, "zh/sum.1", "zh/number.八")
    wave = Speech(Clips(tmp_path), Engine()).wave(LINE)
    assert np.array_equal(read(wave).samples[: len(tone(0.05).samples)], tone(0.05).samples)
    assert read(wave).length_s == pytest.approx(0.1, abs=0.001)


@pytest.mark.parametrize("recorded", [(), ("zh/sum.1",), ("en/sum.1", "en/number.八")])
def test_a_line_of_which_a_part_is_missing_is_the_engines(tmp_path: Path, recorded: tuple[str, ...]) -> None:
    record(tmp_path, *recorded)
    assert Speech(Clips(tmp_path), Engine()).wave(LINE) == ENGINE


def test_between_two_phrases_there_is_a_pause(tmp_path: Path) -> None:
    """AUD-3."""
    record(tmp_path, "zh/sum.1", "zh/number.八")
    line = SpokenLine("一共,八", "zh", 3, False, (Part("一共,", "sum.1"), Part("八", "number.八")))
    wave = Clips(tmp_path).wave(line)
    assert wave is not None
    assert read(wave).length_s >= 0.1 + 0.4


def test_whoever_wants_it_slower_hears_recordings_made_slower(tmp_path: Path) -> None:
    record(tmp_path, "zh/sum.1", "zh/number.八")
    assert Clips(tmp_path).wave(SLOWER) is None
    record(tmp_path, "zh-slower/sum.1", "zh-slower/number.八")
    assert Clips(tmp_path).wave(SLOWER) is not None


def test_what_nobody_can_have_recorded_is_the_engines(tmp_path: Path) -> None:
    record(tmp_path, "zh/sum.1", "zh/")
    line = SpokenLine("一共 13", "zh", 3, False, (Part("一共", "sum.1"), Part("13", "")))
    assert Clips(tmp_path).wave(line) is None


def test_a_broken_recording_is_told_by_its_folder(tmp_path: Path) -> None:
    record(tmp_path, "zh/sum.1", "zh/number.八")
    (tmp_path / "zh" / "sum.1.wav").write_bytes(b"broken")
    with pytest.raises(SpeechFailed, match="zh: no WAV file"):
        Clips(tmp_path).wave(LINE)


def test_without_an_engine_only_recordings_are_heard(tmp_path: Path) -> None:
    with pytest.raises(SpeechFailed, match=r"voice\.engine"):
        Speech(Clips(tmp_path), None).wave(LINE)
    Speech(None, None).break_off()
