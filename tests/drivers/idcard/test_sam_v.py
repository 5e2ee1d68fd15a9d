"""The dialogue with the module: late answers and requests that arrived broken."""

import pytest

from drivers.clock import FakeDeviceClock
from drivers.idcard.frames import FIND_CARD, RequestDecoder, encode_answer
from drivers.idcard.sam_v import ModuleFault, NoCardFound, SamV
from drivers.transport import WorkedByHand, memory_pipe

NOT_FOUND, FOUND, DONE = 0x80, 0x9F, 0x90


class Script(WorkedByHand):
    """Answers each request with the next `(delay, status)`, and the last one for ever."""

    def __init__(self, *answers: tuple[float, int]) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._answers = list(answers)
        self._outgoing: list[tuple[float, bytes]] = []

    def receive(self, data: bytes, now_s: float) -> None:
        for request in RequestDecoder().feed(data):
            self.asked.append("find" if request == FIND_CARD else "other")
            delay_s, status = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
            self._outgoing.append((now_s + delay_s, encode_answer(status)))

    def due(self, now_s: float) -> bytes:
        ready = [answer for due_s, answer in self._outgoing if due_s <= now_s]
        self._outgoing = [waiting for waiting in self._outgoing if waiting[0] > now_s]
        return b"".join(ready)

    def next_due_s(self) -> float | None:
        return min((due_s for due_s, _ in self._outgoing), default=None)

    def button_pressed(self) -> bool:
        return False


def sam_v(script: Script) -> SamV:
    clock = FakeDeviceClock()
    return SamV(memory_pipe(script, clock), clock)


def test_a_late_answer_is_not_taken_for_the_answer_to_the_next_request() -> None:
    """'Found' comes too late; asked again, the module says 'not found', and only that counts."""
    script = Script((0.52, FOUND), (0.1, NOT_FOUND), (0.1, DONE), (0.1, NOT_FOUND))
    with pytest.raises(NoCardFound):
        sam_v(script).read_card()
    assert script.asked[:3] == ["find", "find", "other"]
    assert script.asked[3] == "find"


@pytest.mark.parametrize("complaint", [0x10, 0x11])
def test_a_request_the_module_received_broken_is_sent_again(complaint: int) -> None:
    script = Script((0.01, complaint), (0.01, NOT_FOUND))
    assert not sam_v(script).finds_card()
    assert script.asked == ["find", "find"]


def test_a_module_that_never_understands_is_faulty() -> None:
    with pytest.raises(ModuleFault, match="arrived broken 3 times"):
        sam_v(Script((0.01, 0x10))).identify()


@pytest.mark.parametrize(("status", "said"), [(0x60, "self-test failed"), (0x66, "not authorised")])
def test_a_module_out_of_service_says_why(status: int, said: str) -> None:
    with pytest.raises(ModuleFault, match=said):
        sam_v(Script((0.01, status))).identify()
