"""The codecs that are fuzzed: every model's reader, and the decoders at both ends of a printer's line.

Each with good frames to spoil and the most bytes it may hold.
"""

import json
import struct
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from drivers.catalogue import OURS
from drivers.printer.frames import StatusDecoder
from drivers.printer.host_commands import LARGEST_RASTER_BYTES, HostDecoder
from drivers.reading import LineReader, Reading
from drivers.terminal import frames as ecr

_VECTORS: Final = Path(__file__).parent.parent / "drivers"
_FRAME_BYTES: Final = 16_384
"""No protocol but a printer's has longer messages; SAM_V's are the longest with 4 kB."""

_PRINTER_BYTES: Final = LARGEST_RASTER_BYTES + 64

_HID: Final = struct.Struct("llHHi")
_NEWLAND: Final = ("7E 01 30 30 30 30 23 53 43 4E 54 52 47 31 3B 03", "02 01 30 30 30 30 40 41 31 06 3B 03")
_CCID: Final = (
    "50 03",
    "62 00 00 00 00 00 01 00 00 00",
    "6F 05 00 00 00 00 02 00 00 00 00 A4 04 00 00",
    "80 02 00 00 00 00 02 00 00 00 90 00",
    "81 00 00 00 00 00 03 00 00 00",
)
_HONEYWELL: Final = ("16 54 0D", "16 55 0D", "16 4D 0D")
_CODE: Final = b"31000512345678\r\n"


class Codec(NamedTuple):
    name: str
    make: Callable[[], LineReader]
    frames: tuple[bytes, ...]
    bound_bytes: int


class _Decoder(Protocol):
    def feed(self, data: bytes) -> list[Any]: ...


class _AsReader:
    """A decoder that a driver or a simulator works with, in the shape of a `LineReader`."""

    def __init__(self, decoder: _Decoder) -> None:
        self._decoder = decoder

    def feed(self, data: bytes) -> list[Reading]:
        return [Reading(True, repr(message)) for message in self._decoder.feed(data)]

    def line_fell_silent(self) -> list[Reading]:
        return []


def all_codecs() -> Iterator[Codec]:
    """One for each reader, though several models may share it."""
    frames, seen = _frames_by_model(), set[str]()
    for model in OURS:
        reader = repr(model.reader)
        if reader not in seen and model.name in frames:
            seen.add(reader)
            bound_bytes = _PRINTER_BYTES if model.name == "escpos" else _FRAME_BYTES
            yield Codec(model.name, model.reader, frames[model.name], bound_bytes)
    printing = frames["escpos"]
    yield Codec("escpos answers", lambda: _AsReader(StatusDecoder()), printing, _FRAME_BYTES)
    yield Codec("escpos commands", lambda: _AsReader(HostDecoder()), printing, _PRINTER_BYTES)


def models_without_frames() -> list[str]:
    """Models that no codec of `all_codecs` reads: somebody forgot their frames here."""
    readers = {repr(codec.make) for codec in all_codecs()}
    return [model.name for model in OURS if repr(model.reader) not in readers]


def _frames_by_model() -> Mapping[str, tuple[bytes, ...]]:
    cards = _file("card_frame_vectors.json")
    return {
        "sam_v": tuple(_in_hex(cards["sam_v"])),
        "sam_v_crt310": (*_in_hex(cards["sam_v"]), *_in_hex(cards["crt310"])),
        "crt310": tuple(_in_hex(cards["crt310"])),
        "crt571": tuple(_in_hex(cards["crt_f2"])),
        "pcsc": tuple(bytes.fromhex(message) for message in _CCID),
        "ssp": tuple(_in_hex(_file("cash/ssp_vectors.json"))),
        "id003": tuple(_in_hex(_file("cash/id003_vectors.json"))),
        "escpos": (*_in_hex(_file("printer/escpos_vectors.json")), _band(2), _band(40)),
        "newland": (*map(bytes.fromhex, _NEWLAND), _CODE),
        "honeywell": (*map(bytes.fromhex, _HONEYWELL), _CODE),
        "serial": (_CODE, b"https://example.org/1\r", b"4" * 300 + b"\n"),
        "hid": tuple(_typed()),
        "ecr": tuple(map(ecr.encode, _TERMINAL)),
    }


_TERMINAL: Final[tuple[ecr.Message, ...]] = (
    ecr.Sale("0192f3a4-0000-7000-8000-000000000001", 23875),
    ecr.LastResult("A1"),
    ecr.Enquiry(),
    ecr.Approved("A1", 23875, "3446", "012345", "000000098765"),
    ecr.Unknown("A1"),
)


def _file(name: str) -> Any:
    return json.loads((_VECTORS / name).read_text(encoding="utf-8"))


def _in_hex(vectors: Any) -> Iterator[bytes]:
    """Every frame in a file of vectors, whatever its shape: {"hex": ...} or plain strings."""
    match vectors:
        case {"hex": str(data)}:
            yield bytes.fromhex(data)
        case dict():
            for value in vectors.values():
                yield from _in_hex(value)
        case list():
            for value in vectors:
                yield from _in_hex(value)
        case str():
            yield bytes.fromhex(vectors)


def _band(rows: int) -> bytes:
    return b"\x1dv0\x00\x48\x00" + rows.to_bytes(2, "little") + bytes(range(72)) * rows


def _typed() -> Iterator[bytes]:
    """Keys 1 to 6, A with shift, and Enter, as the kernel tells of them: down, up, end of report."""
    keys = [
        b"".join(_HID.pack(1, 2, *event) for event in ((1, key, 1), (1, key, 0), (0, 0, 0)))
        for key in (2, 3, 4, 5, 6, 7, 42, 30, 28)
    ]
    yield from (b"".join(keys), b"".join(keys[:6] + keys[-1:]), keys[-1])


def held_bytes(thing: object, depth: int = 4) -> int:
    """Bytes in the buffers that hang on a reader."""
    match thing:
        case bytes() | bytearray() | memoryview() | str():
            return len(thing)
        case list() | tuple() | deque() | set():
            return sum(held_bytes(each, depth - 1) for each in thing) if depth else 0
        case dict():
            return sum(held_bytes(each, depth - 1) for each in thing.values()) if depth else 0
    return held_bytes(vars(thing), depth - 1) if depth and hasattr(thing, "__dict__") else 0
