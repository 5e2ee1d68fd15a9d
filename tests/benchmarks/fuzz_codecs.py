"""Bytes that no device ever sent, through every codec: nothing may raise, grow without bound or go quadratic.

`make bench ARGS=fuzz` feeds 10 million bytes to each, `fuzz=N` so many. Seeded: a finding comes back.
"""

import gc
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from drivers.reading import Reading
from tests.benchmarks.fuzzed_codecs import Codec, all_codecs, held_bytes

BYTES = 10_000_000
_SEED = 20261121
_FLOOD_BYTES = 32_768
_GROWS_AT_MOST = 9.0
"""Four times the bytes in one piece take about four times as long; sixteen times if it is quadratic."""

_TOO_SHORT_TO_TELL_S = 0.03
_STARTS = 3
_LOOKS = 3
"""On a machine with other work a single look deceives; three in a row do not."""
_SPLIT_BYTES = 100_000
_SHORT_BYTES = 2


class Finding(AssertionError):
    """Names the codec, the seed and the place."""


class Fuzzed(NamedTuple):
    """`valid` of the readings; `longest_s` of a single call and how many bytes it was given."""

    codec: str
    fed_bytes: int
    seconds: float
    readings: int
    valid: int
    held_bytes: int
    longest_s: float
    longest_bytes: int


def fuzz_codecs(count: int = BYTES) -> Iterator[str]:
    """Lines of a table, as soon as each is known. Raises `Finding`."""
    yield f"{'codec':18}{'bytes':>12}{'MB/s':>8}{'readings':>11}{'valid':>9}{'held':>9}{'longest call':>26}"
    for codec in all_codecs():
        done = fuzz(codec, count)
        rate = done.fed_bytes / done.seconds / 1e6
        longest = f"{done.longest_s * 1000:.1f} ms for {done.longest_bytes} B"
        yield (
            f"{done.codec:18}{done.fed_bytes:12}{rate:8.1f}{done.readings:11}{done.valid:9}"
            f"{done.held_bytes:9}{longest:>26}"
        )
        check_that_work_grows_with_the_bytes(codec)
        check_that_pieces_do_not_matter(codec, min(count, _SPLIT_BYTES))


def fuzz(codec: Codec, count: int, seed: int = _SEED) -> Fuzzed:
    """Feed `count` bytes in pieces of any size. Raises `Finding`."""
    chance = random.Random(seed)
    reader = codec.make()
    fed = readings = valid = most_held = longest_bytes = 0
    seconds = longest_s = 0.0
    for piece in _pieces(codec, chance, count):
        start_s = time.thread_time()
        heard = _heard(codec, reader.feed, piece, f"seed {seed}, byte {fed}")
        took_s = time.thread_time() - start_s
        if chance.random() < 0.01:
            heard += _heard(codec, lambda _: reader.line_fell_silent(), piece, f"seed {seed}, byte {fed}")
        fed += len(piece)
        seconds += took_s
        readings += len(heard)
        valid += sum(reading.valid for reading in heard)
        if took_s > longest_s:
            longest_s, longest_bytes = took_s, len(piece)
        most_held = max(most_held, held_bytes(reader))
        if most_held > codec.bound_bytes:
            raise Finding(f"{codec.name}: holds {most_held} bytes (seed {seed}, byte {fed})")
    return Fuzzed(codec.name, fed, seconds, readings, valid, most_held, longest_s, longest_bytes)


def check_that_work_grows_with_the_bytes(codec: Codec, floods: int | None = None) -> None:
    """Raises `Finding` where one long piece of the worst bytes takes more than its share of time.

    `floods`: only so many of the worst.
    """
    for flood in islice(_floods(codec), floods):
        for _ in range(_LOOKS):
            short_s = _seconds_for(codec, flood, _FLOOD_BYTES)
            long_s = _seconds_for(codec, flood, 4 * _FLOOD_BYTES)
            if long_s <= max(_TOO_SHORT_TO_TELL_S, _GROWS_AT_MOST * short_s):
                break
        else:
            raise Finding(
                f"{codec.name}: {_FLOOD_BYTES} bytes of {flood[:4].hex(' ')}... take {short_s:.3f} s, "
                f"four times as many {long_s:.3f} s"
            )


def check_that_pieces_do_not_matter(codec: Codec, count: int, seed: int = _SEED) -> None:
    """Raises `Finding` where the same bytes say something else when they come in other pieces."""
    chance = random.Random(seed)
    stream = b"".join(_pieces(codec, chance, count))
    whole = [reading for reading in codec.make().feed(stream) if reading.valid]
    reader, heard, at = codec.make(), list[Reading](), 0
    while at < len(stream):
        size = chance.choice((1, 1, 2, 3, 7, 64, 1000))
        heard += [reading for reading in reader.feed(stream[at : at + size]) if reading.valid]
        at += size
    if heard != whole:
        place = next(
            (at for at, (one, other) in enumerate(zip(heard, whole, strict=False)) if one != other), -1
        )
        raise Finding(
            f"{codec.name}: {len(heard)} messages in pieces, {len(whole)} at once (first at {place})"
        )


def _heard(codec: Codec, say: Callable[[bytes], list[Reading]], piece: bytes, where: str) -> list[Reading]:
    try:
        return list(say(piece))
    except Exception as error:  # whatever it is, it is the finding
        raise Finding(f"{codec.name}: {error!r} ({where}, piece {piece[:40].hex(' ')})") from error


def _seconds_for(codec: Codec, flood: bytes, count: int) -> float:
    """Without the garbage collector, whose own work grows with what the readings take."""
    data = (flood * (count // len(flood) + 1))[:count]
    reader = codec.make()
    gc.disable()
    try:
        start_s = time.thread_time()
        reader.feed(data)
        reader.line_fell_silent()
        return time.thread_time() - start_s
    finally:
        gc.enable()


def _floods(codec: Codec) -> Iterator[bytes]:
    """First bytes without end, lengths that lie without end, and frames whose last byte is wrong."""
    starts = Counter(frame[:1] for frame in codec.frames if len(frame) > _SHORT_BYTES)
    for start, _ in starts.most_common(_STARTS):
        frame = max((one for one in codec.frames if one[:1] == start), key=len)
        yield from (
            frame[:3] + b"\xff\xff",
            start,
            frame[:2] + b"\xff",
            frame[:-1] + bytes((frame[-1] ^ 0x55,)),
        )
    yield b"\x00"
    yield random.Random(_SEED).randbytes(4096)


def _pieces(codec: Codec, chance: random.Random, count: int) -> Iterator[bytes]:
    left = count
    pending = b""
    while left > 0:
        size = min(left, chance.choice((1, 2, 5, 20, 100, 700, 4096, 65_536)))
        while len(pending) < size:
            pending += b"".join(_nonsense(codec, chance) for _ in range(200))
        yield pending[:size]
        pending, left = pending[size:], left - size


def _nonsense(codec: Codec, chance: random.Random) -> bytes:
    frame = chance.choice(codec.frames)
    match chance.randrange(8):
        case 0:
            return chance.randbytes(chance.randrange(1, 120))
        case 1:
            return frame
        case 2:
            return frame[: chance.randrange(len(frame))]
        case 3:  # a length that lies
            place = chance.randrange(min(6, len(frame)))
            return (
                frame[:place]
                + chance.choice((b"\xff\xff", b"\x00", chance.randbytes(2)))
                + frame[place + 1 :]
            )
        case 4:  # one bit
            spoilt = bytearray(frame)
            spoilt[chance.randrange(len(frame))] ^= 1 << chance.randrange(8)
            return bytes(spoilt)
        case 5:  # a byte too many
            place = chance.randrange(len(frame))
            return frame[:place] + chance.randbytes(1) + frame[place:]
        case 6:  # a byte too few
            place = chance.randrange(len(frame))
            return frame[:place] + frame[place + 1 :]
        case _:
            return frame[:1] * chance.randrange(1, 40)
