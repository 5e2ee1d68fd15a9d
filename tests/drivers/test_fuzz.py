"""Every codec bears bytes that no device ever sent. `make bench ARGS=fuzz` does the same for longer."""

import pytest

from drivers.reading import Reading
from tests.benchmarks.fuzz_codecs import (
    Finding,
    check_that_pieces_do_not_matter,
    check_that_work_grows_with_the_bytes,
    fuzz,
)
from tests.benchmarks.fuzzed_codecs import Codec, all_codecs, models_without_frames

_CODECS = {codec.name: codec for codec in all_codecs()}


@pytest.mark.parametrize("name", _CODECS)
def test_nonsense_is_survived_with_a_small_buffer(name: str) -> None:
    done = fuzz(_CODECS[name], 100_000)
    assert done.fed_bytes == 100_000
    assert done.valid > 0, "nothing of it was ever a message: the frames to spoil are not this codec's"


@pytest.mark.parametrize("name", _CODECS)
def test_the_same_bytes_say_the_same_in_any_pieces(name: str) -> None:
    check_that_pieces_do_not_matter(_CODECS[name], 20_000)


@pytest.mark.parametrize("name", _CODECS)
def test_one_long_piece_of_lies_costs_no_more_than_its_length(name: str) -> None:
    check_that_work_grows_with_the_bytes(_CODECS[name], floods=2)


def test_no_model_is_forgotten() -> None:
    assert models_without_frames() == []


class _Raises:
    def feed(self, data: bytes) -> list[Reading]:
        if b"\xff" in data:
            raise IndexError("beyond the end")
        return []

    def line_fell_silent(self) -> list[Reading]:
        return []


class _Hoards(_Raises):
    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, data: bytes) -> list[Reading]:
        self._kept += data
        return []


class _Dawdles(_Raises):
    def feed(self, data: bytes) -> list[Reading]:
        for _ in range(len(data) ** 2 // 2000):
            pass
        return []


class _Splits(_Raises):
    def feed(self, data: bytes) -> list[Reading]:
        return [Reading(True, "piece")] if data else []


def _codec(reader: type[_Raises]) -> Codec:
    return Codec("faulty", reader, (b"\x02ABCDEF\x03", b"\x02\xff\x03"), 1000)


@pytest.mark.parametrize(("reader", "words"), [(_Raises, "beyond the end"), (_Hoards, "holds")])
def test_a_codec_that_raises_or_hoards_is_found(reader: type[_Raises], words: str) -> None:
    with pytest.raises(Finding, match=words):
        fuzz(_codec(reader), 50_000)


def test_a_codec_whose_work_is_quadratic_is_found() -> None:
    with pytest.raises(Finding, match="four times as many"):
        check_that_work_grows_with_the_bytes(_codec(_Dawdles), floods=1)


def test_a_codec_that_minds_the_pieces_is_found() -> None:
    with pytest.raises(Finding, match="in pieces"):
        check_that_pieces_do_not_matter(_codec(_Splits), 1000)
