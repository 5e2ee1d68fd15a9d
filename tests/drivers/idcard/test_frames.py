"""The SAM_V codec against the vectors, torn, noisy and random lines; and the photo that must not pass."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.idcard import frames as sam_v
from drivers.idcard.frames import Answer, AnswerDecoder, Request, RequestDecoder, encode, encode_answer
from tests.drivers.vectors import frames

REQUESTS = frames("sam_v", "host")
ANSWERS = frames("sam_v", "device")
NOISE = bytes.fromhex("AA AA 96 69 00 AA AA AA 96 69 FF FF AA")
OURS = {
    "module_status": sam_v.MODULE_STATUS,
    "sam_id": sam_v.MODULE_NUMBER,
    "find_card": sam_v.FIND_CARD,
    "select_card": sam_v.SELECT_CARD,
    "read_base": sam_v.READ_CARD,
    "reset": sam_v.RESET,
}
STATUSES = {
    "find_ok": 0x9F,
    "find_none": 0x80,
    "select_ok": 0x90,
    "read_fail": 0x41,
    "bad_command": 0x21,
    "self_test_fail": 0x60,
    "not_authorised": 0x66,
}
answers = st.builds(
    Answer, st.integers(0, 255).filter(lambda status: status != 0x90), st.binary(max_size=300)
)


def decoded(*pieces: bytes) -> list[Answer]:
    decoder = AnswerDecoder()
    return [answer for piece in pieces for answer in decoder.feed(piece)] + decoder.line_fell_silent()


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_every_request_decodes_and_encodes_to_itself(name: str) -> None:
    [request] = RequestDecoder().feed(REQUESTS[name])
    assert encode(request) == REQUESTS[name]


@pytest.mark.parametrize(("name", "request_"), OURS.items())
def test_our_requests_are_the_bytes_of_the_tables(name: str, request_: Request) -> None:
    assert encode(request_) == REQUESTS[name]


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_answers_carry_their_status(name: str, status: int) -> None:
    [answer] = decoded(ANSWERS[name])
    assert (answer.status, answer.text) == (status, b"")


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_answer_torn_anywhere_decodes_the_same(name: str) -> None:
    whole = decoded(ANSWERS[name])
    assert len(whole) == 1
    for cut in range(1, len(ANSWERS[name])):
        assert decoded(ANSWERS[name][:cut], ANSWERS[name][cut:]) == whole


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_noise_around_answers_costs_no_answer(name: str) -> None:
    [answer] = decoded(ANSWERS[name])
    assert decoded(NOISE + ANSWERS[name] + NOISE + ANSWERS[name] + NOISE) == [answer, answer]


def test_a_half_answer_does_not_swallow_the_next_one() -> None:
    assert decoded(ANSWERS["read_base_citizen"][:700], ANSWERS["find_ok"]) == decoded(ANSWERS["find_ok"])


def test_an_answer_with_a_wrong_checksum_is_not_believed() -> None:
    broken = ANSWERS["find_ok"][:-1] + b"\x00"
    assert decoded(broken, ANSWERS["find_none"]) == decoded(ANSWERS["find_none"])


@pytest.mark.parametrize("name", [name for name in sorted(ANSWERS) if name.startswith("read_base")])
def test_the_photo_is_dropped_in_the_codec(name: str) -> None:
    [answer] = decoded(ANSWERS[name])
    assert (len(answer.text), answer.data) == (256, b"")


def test_a_person_stays_out_of_repr() -> None:
    [answer] = decoded(encode_answer(0x90, b"\x00\x06\x00\x03canarypic"))
    assert answer.text == b"canary"
    assert "canary" not in repr(answer)


@settings(max_examples=100, deadline=None)
@given(st.lists(answers, max_size=4), st.data())
def test_any_answers_survive_any_tearing(sent: list[Answer], data: st.DataObject) -> None:
    line = b"".join(encode_answer(answer.status, answer.data) for answer in sent)
    cut = data.draw(st.integers(0, len(line)))
    assert decoded(line[:cut], line[cut:]) == sent


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=400) | st.just(sam_v.PREAMBLE), max_size=6))
def test_random_bytes_never_break_the_decoder(pieces: list[bytes]) -> None:
    assert decoded(*pieces, bytes(5000), ANSWERS["find_ok"])[-1] == decoded(ANSWERS["find_ok"])[0]
