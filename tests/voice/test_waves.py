"""Sound as numbers."""

from itertools import pairwise

import numpy as np
import pytest

from kiosk.voice.waves import LOUDEST, NotAWave, at_volume, joined, read, silence, tone, trimmed, written

SOUND = tone(0.1)


def test_what_is_written_can_be_read_again() -> None:
    again = read(written(SOUND))
    assert again.rate_hz == SOUND.rate_hz
    assert np.array_equal(again.samples, SOUND.samples)
    assert again.length_s == pytest.approx(0.1)


def test_a_program_that_writes_into_a_pipe_claims_any_length() -> None:
    """espeak-ng says 2,147,479,552 bytes, since it cannot go back to the beginning."""
    data = bytearray(written(SOUND))
    data[40:44] = (0x7FFFF000).to_bytes(4, "little")
    assert np.array_equal(read(bytes(data)).samples, SOUND.samples)


def test_other_chunks_are_passed_over() -> None:
    data = written(SOUND)
    note = b"LIST" + (3).to_bytes(4, "little") + b"abc\0"
    assert np.array_equal(read(data[:12] + note + data[12:]).samples, SOUND.samples)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no sound at all",
        written(SOUND)[:44],
        written(SOUND)[:20],
        written(SOUND)[:20] + b"\x03" + written(SOUND)[21:],
        written(SOUND)[:22] + b"\x02" + written(SOUND)[23:],
    ],
    ids=["empty", "words", "header", "broken off", "other coding", "two voices"],
)
def test_what_cannot_be_played_is_refused(data: bytes) -> None:
    with pytest.raises(NotAWave):
        read(data)


def test_recordings_are_joined_and_not_mixed() -> None:
    quiet = silence(SOUND.rate_hz, 400)
    assert quiet.length_s == pytest.approx(0.4)
    whole = joined([SOUND, quiet, SOUND])
    assert whole.length_s == pytest.approx(0.6)
    with pytest.raises(NotAWave):
        joined([SOUND, tone(0.1, rate_hz=16_000)])


def test_five_volumes_each_clearly_louder_than_the_one_before() -> None:
    """AUD-2."""
    loudness = [float(np.abs(at_volume(SOUND, volume).samples).max()) for volume in range(1, LOUDEST + 1)]
    assert len(loudness) >= 5
    assert all(louder / softer > 1.5 for softer, louder in pairwise(loudness))
    assert loudness[-1] == np.abs(SOUND.samples).max()


def test_silence_around_a_word_is_cut_off_so_that_it_fits_into_a_sentence() -> None:
    quiet = silence(SOUND.rate_hz, 400)
    assert trimmed(joined([quiet, SOUND, quiet])).length_s == pytest.approx(0.1, abs=0.05)
    assert len(trimmed(quiet).samples) == len(quiet.samples)
