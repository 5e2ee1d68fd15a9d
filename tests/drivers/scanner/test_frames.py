from hypothesis import given
from hypothesis import strategies as some

from drivers.scanner import frames
from drivers.scanner.frames import Message, Reply, ScannedText, ScannerDecoder

_OK = bytes.fromhex("02 01 30 30 30 30 40 53 43 4E 4D 4F 44 30 06 3B 03")
_WRONG = bytes.fromhex("02 01 30 30 30 30 40 53 43 4E 4D 4F 44 39 15 3B 03")
_UNKNOWN = bytes.fromhex("02 01 30 30 30 30 40 58 58 58 59 59 59 31 05 3B 03")

_SAID: list[tuple[bytes, Message]] = [
    (_OK, Reply("@SCNMOD0", "done")),
    (_WRONG, Reply("@SCNMOD9", "wrong_value")),
    (_UNKNOWN, Reply("@XXXYYY1", "unknown")),
    (b"3102664100017\r", ScannedText("3102664100017")),
    (b"W021380501220261000007245\r\n", ScannedText("W021380501220261000007245")),
    (b"https://bill.example/g?acct=1;2\n", ScannedText("https://bill.example/g?acct=1;2")),
]


@given(some.lists(some.sampled_from(_SAID), max_size=8), some.data())
def test_codes_and_replies_are_told_apart_at_any_split(
    said: list[tuple[bytes, Message]], draw: some.DataObject
) -> None:
    stream = b"".join(data for data, _ in said)
    decoder = ScannerDecoder()
    heard: list[Message] = []
    while stream:
        cut = draw.draw(some.integers(1, len(stream)))
        heard += decoder.feed(stream[:cut])
        stream = stream[cut:]
    assert heard == [message for _, message in said]


def test_commands_are_the_published_bytes() -> None:
    assert frames.encode(frames.TRIGGER_ON) == bytes.fromhex(
        "7E 01 30 30 30 30 23 53 43 4E 54 52 47 31 3B 03"
    )
    assert frames.encode(frames.TRIGGER_OFF) == bytes.fromhex(
        "7E 01 30 30 30 30 23 53 43 4E 54 52 47 30 3B 03"
    )
    assert frames.encode(frames.ASK_MODE) == bytes.fromhex("7E 01 30 30 30 30 40 53 43 4E 4D 4F 44 2A 3B 03")


def test_a_code_without_suffix_ends_in_silence() -> None:
    decoder = ScannerDecoder()
    assert decoder.feed(b"31026641") + decoder.feed(b"00017") == []
    assert decoder.line_fell_silent() == [ScannedText("3102664100017")]
    assert decoder.line_fell_silent() == []


def test_a_reply_ends_a_code_that_has_no_suffix() -> None:
    assert ScannerDecoder().feed(b"3102664100017" + _OK) == [
        ScannedText("3102664100017"),
        Reply("@SCNMOD0", "done"),
    ]


def test_half_a_reply_is_no_code() -> None:
    decoder = ScannerDecoder()
    assert decoder.feed(_OK[:9]) == []
    assert decoder.line_fell_silent() == []
    assert decoder.feed(b"3102664100017\r") == [ScannedText("3102664100017")]


def test_an_endless_code_is_dropped_and_the_next_one_read() -> None:
    decoder = ScannerDecoder()
    assert decoder.feed(b"9" * 5000) + decoder.feed(b"999\r") == []
    assert decoder.feed(b"3102664100017\r") == [ScannedText("3102664100017")]


def test_chinese_text_comes_in_either_encoding() -> None:
    for encoding in ("utf-8", "gb18030"):
        assert ScannerDecoder().feed("户号0213805012".encode(encoding) + b"\r") == [
            ScannedText("户号0213805012")
        ]


@given(some.binary(max_size=300))
def test_any_bytes_are_survived(data: bytes) -> None:
    decoder = ScannerDecoder()
    decoder.feed(data)
    decoder.line_fell_silent()
    assert not decoder.in_the_middle
