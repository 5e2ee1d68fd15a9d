"""What passes on a scanner's line, byte by byte: replies and codes told apart, whatever is split or glued."""

import json
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from drivers.reading import Reading
from drivers.scanner import honeywell, newland
from drivers.scanner.code_stream import PlainDecoder, PlainReader
from drivers.scanner.hid.typed_codes import TypingDecoder, TypingReader
from drivers.scanner.honeywell import HoneywellDecoder, HoneywellReader
from drivers.scanner.messages import Message, Reply, Rubbish, ScannedText, ScannerDecoder
from drivers.scanner.newland import NewlandDecoder, NewlandReader
from drivers.scanner.port import CodeSeen
from tests.drivers.scanner.keystrokes import typed

VECTORS = json.loads((Path(__file__).parent / "scanner_vectors.json").read_text(encoding="utf-8"))
_NEWLAND = {vector["name"]: bytes.fromhex(vector["hex"]) for vector in VECTORS["newland"]["device"]}
_CODES: list[tuple[bytes, Message]] = [
    (b"3102664100017\r", ScannedText("3102664100017")),
    (b"W021380501220261000007245\r\n", ScannedText("W021380501220261000007245")),
    (b"https://bill.example/g?acct=1;2!\n", ScannedText("https://bill.example/g?acct=1;2!")),
    ("户号0213805012".encode("gb18030") + b"\r", ScannedText("户号0213805012")),
]
_SAID: dict[str, tuple[Callable[[], ScannerDecoder], list[tuple[bytes, Message]]]] = {
    "serial": (PlainDecoder, _CODES),
    "newland": (
        NewlandDecoder,
        [
            *_CODES,
            (_NEWLAND["ok"], Reply("@SCNMOD0", "ok")),
            (_NEWLAND["nak"], Reply("@SCNMOD9", "nak")),
            (_NEWLAND["unknown"], Reply("@XXXYYY1", "unknown")),
        ],
    ),
    "honeywell": (
        HoneywellDecoder,
        [
            *_CODES,
            (b"CBRENA1\x06!", Reply("CBRENA1", "ok")),
            (b"CBRENA7\x15.", Reply("CBRENA7", "nak")),
            (b"XXXYYY1\x05!", Reply("XXXYYY1", "unknown")),
        ],
    ),
    "hid": (
        TypingDecoder,
        [
            (typed("31026641\r"), ScannedText("31026641")),
            (typed("Bill/g?a=1!\t"), ScannedText("Bill/g?a=1!")),
            (typed("户号0213\r"), ScannedText("户号0213")),
        ],
    ),
}


@pytest.mark.parametrize("model", _SAID)
@settings(max_examples=30, deadline=None)
@given(data=some.data())
def test_codes_and_replies_are_told_apart_at_any_split(model: str, data: some.DataObject) -> None:
    make, vocabulary = _SAID[model]
    said = data.draw(some.lists(some.sampled_from(vocabulary), max_size=6))
    stream, decoder, heard = b"".join(spoken for spoken, _ in said), make(), list[Message]()
    while stream:
        cut = data.draw(some.integers(1, len(stream)))
        heard += decoder.feed(stream[:cut])
        stream = stream[cut:]
    assert heard == [message for _, message in said]


@pytest.mark.parametrize("model", _SAID)
def test_every_message_survives_a_cut_at_every_byte(model: str) -> None:
    make, vocabulary = _SAID[model]
    if model == "hid":  # 48 bytes a sign
        vocabulary = [(typed("Gas1:2\r"), ScannedText("Gas1:2"))]
    for spoken, message in vocabulary:
        for cut in range(len(spoken) + 1):
            decoder = make()
            assert decoder.feed(spoken[:cut]) + decoder.feed(spoken[cut:]) == [message]


@pytest.mark.parametrize("command", [v["name"] for v in VECTORS["newland"]["host"]])
def test_newlands_commands_are_the_published_bytes_and_go_by_their_own_words(command: str) -> None:
    published = next(bytes.fromhex(v["hex"]) for v in VECTORS["newland"]["host"] if v["name"] == command)
    assert newland.encode(command) == published
    assert NewlandReader().feed(published) == [Reading(True, command, command.encode(), "host")]


@pytest.mark.parametrize("name", _NEWLAND)
def test_newlands_replies_are_named_by_their_outcome(name: str) -> None:
    [reading] = NewlandReader().feed(_NEWLAND[name])
    assert (reading.valid, reading.name, reading.side) == (True, name, "device")


@pytest.mark.parametrize("vector", VECTORS["honeywell"]["host"], ids=lambda vector: vector["name"])
def test_honeywells_commands_are_the_published_bytes(vector: dict[str, str]) -> None:
    data = bytes.fromhex(vector["hex"])
    assert data in {honeywell.TRIGGER_ON, honeywell.TRIGGER_OFF, honeywell.MENU}
    [reading] = HoneywellReader().feed(data)
    assert (reading.valid, reading.name, reading.side) == (True, vector["name"], "host")


def test_a_honeywell_question_is_read_as_prefix_and_words() -> None:
    assert [reading.name for reading in HoneywellReader().feed(honeywell.ASK)] == ["menu_prefix", "menu"]


@pytest.mark.parametrize(
    ("make", "spoken"),
    [(NewlandReader, b"136800000000010000\r"), (HoneywellReader, b"136800000000010000\r"),
     (PlainReader, b"136800000000010000\r"), (TypingReader, typed("136800000000010000\r"))],
)  # fmt: skip
def test_a_code_is_personal_on_every_line(make: Callable[[], NewlandReader], spoken: bytes) -> None:
    [reading] = make().feed(spoken)
    assert (reading.name, reading.personal, reading.payload) == ("code", True, b"136800000000010000")
    assert "1368" not in repr(reading)


@pytest.mark.parametrize("reply", [_NEWLAND["ok"], b"CBRENA1\x06!"])
def test_a_reply_ends_a_code_that_has_no_suffix(reply: bytes) -> None:
    make = NewlandDecoder if reply in _NEWLAND.values() else HoneywellDecoder
    code, answer = make().feed(b"3102664100017" + reply)
    assert code == ScannedText("3102664100017")
    assert isinstance(answer, Reply)


@pytest.mark.parametrize("cut", range(6, 17))
def test_half_a_reply_makes_no_code_of_what_follows(cut: int) -> None:
    """A code behind half a reply cannot be told from the reply's rest; the next one is whole."""
    decoder = NewlandDecoder()
    heard = decoder.feed(_NEWLAND["ok"][:cut] + b"0213805012\r3102664100017\r" + _NEWLAND["nak"])
    assert [one for one in heard if not isinstance(one, Rubbish)] == [
        ScannedText("3102664100017"),
        Reply("@SCNMOD9", "nak"),
    ]


def test_half_a_reply_followed_by_silence_is_no_code() -> None:
    decoder = NewlandDecoder()
    assert decoder.feed(_NEWLAND["ok"][:9]) == []
    assert decoder.line_fell_silent() == [Rubbish(9)]
    assert decoder.feed(b"3102664100017\r") == [ScannedText("3102664100017")]


def test_half_a_reply_costs_no_reply_behind_it() -> None:
    assert Reply("@SCNMOD9", "nak") in NewlandDecoder().feed(_NEWLAND["ok"][:9] + _NEWLAND["nak"])


@pytest.mark.parametrize("make", [PlainDecoder, NewlandDecoder, HoneywellDecoder])
@pytest.mark.parametrize("length", [2047, 2048, 2049, 5000])
def test_a_code_has_at_most_two_kilobytes(make: Callable[[], ScannerDecoder], length: int) -> None:
    decoder = make()
    heard = decoder.feed(b"9" * length + b"\r3102664100017\r")
    assert [type(one) for one in heard] == [ScannedText if length <= 2048 else Rubbish, ScannedText]


@pytest.mark.parametrize(
    "broken", [b"31026\x0064100017", b"3102\xff664100017", b"\xb0\xffbad", b"31\x7f02664"]
)
@pytest.mark.parametrize("make", [PlainDecoder, NewlandDecoder, HoneywellDecoder])
def test_a_damaged_code_is_never_repaired(make: Callable[[], ScannerDecoder], broken: bytes) -> None:
    assert make().feed(broken + b"\r") == [Rubbish(len(broken))]


_DECODERS: tuple[Callable[[], ScannerDecoder], ...] = (
    PlainDecoder,
    NewlandDecoder,
    HoneywellDecoder,
    TypingDecoder,
)
_READERS = (PlainReader, NewlandReader, HoneywellReader, TypingReader)
_AWKWARD = some.lists(
    some.sampled_from([b"\x02\x010000", b"\x7e\x010000", b";\x03", b"\r", b"\n", b"\x06!", b"\x16M\r", b"9"])
    | some.binary(max_size=40),
    max_size=12,
)  # fmt: skip


@pytest.mark.parametrize("number", range(4))
@settings(max_examples=50, deadline=None)
@given(pieces=_AWKWARD)
def test_any_bytes_are_survived_and_the_next_code_is_read(number: int, pieces: list[bytes]) -> None:
    decoder, reader = _DECODERS[number](), _READERS[number]()
    for piece in pieces:
        decoder.feed(piece)
        reader.feed(piece)
    decoder.line_fell_silent()
    reader.line_fell_silent()
    assert not decoder.in_the_middle
    whole = typed("3102664100017\r") if number == 3 else b"3102664100017\r"
    decoder.feed(whole)  # perhaps taken for the other half of what came before
    assert decoder.feed(whole) == [ScannedText("3102664100017")]
    assert reader.feed(whole)[-1].name == "code"


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("flood", [b"\r", b"9", b"\x02\x010000", b"\x16", b"\x16M\r", b"\x06!", b"\x00"])
def test_a_flood_is_held_in_little_memory_and_time(number: int, flood: bytes) -> None:
    decoder = _DECODERS[number]()
    data = (flood * 20_000)[:20_000]
    started_s = time.process_time()
    decoder.feed(data)
    assert time.process_time() - started_s < 2.0
    assert len(pickle.dumps(decoder)) < 2 * 2048


@pytest.mark.parametrize(
    "holder",
    [
        ScannedText("136800000000010000"),
        CodeSeen("136800000000010000", "qr"),
        newland.LooseCode(b"136800000000010000", "suffix"),
    ],
)
def test_a_code_stands_in_no_repr(holder: object) -> None:
    assert "1368" not in repr(holder)
