"""What the PC/SC service says, as CCID messages; what is missing, in words. A stand-in plays the service."""

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from drivers.pcsc import ccid
from drivers.pcsc.ccid import Fault, Icc, Kind, Message, SlotChange
from drivers.pcsc.line import PcscLine, open_pcsc
from drivers.transport import TransportLost, TransportRefused

EMPTY, PRESENT = 0x10, 0x20
NO_SERVICE, TIMEOUT, UNKNOWN_READER = 0x8010001D, 0x8010000A, 0x80100009


class StandIn(SimpleNamespace):
    """The functions of smartcard.scard that a line uses; `states` are what the service tells, in order."""

    def __init__(self) -> None:
        super().__init__(
            SCARD_SCOPE_SYSTEM=2, SCARD_STATE_UNAWARE=0, SCARD_STATE_CHANGED=2, SCARD_STATE_PRESENT=PRESENT,
            SCARD_STATE_UNKNOWN=4, SCARD_STATE_UNAVAILABLE=8, SCARD_E_TIMEOUT=TIMEOUT,
            SCARD_E_NO_READERS_AVAILABLE=0x8010002E, SCARD_UNPOWER_CARD=2, SCARD_RESET_CARD=1,
            SCARD_LEAVE_CARD=0, SCARD_PROTOCOL_T0=1, SCARD_PROTOCOL_T1=2, SCARD_SHARE_EXCLUSIVE=1,
            SCARD_SHARE_DIRECT=3, SCARD_PCI_T0=10, SCARD_PCI_T1=11,
            SCARD_ATTR_VENDOR_IFD_TYPE=1, SCARD_ATTR_VENDOR_IFD_VERSION=2, SCARD_ATTR_VENDOR_IFD_SERIAL_NO=3,
        )  # fmt: skip
        self.context_result = 0
        self.readers: list[str] = ["ACS ACR38U 00 00"]
        self.states: list[tuple[int, int]] = []
        self.connects: tuple[int, int, int] = (0, 7, 2)
        self.responds: tuple[int, list[int]] = (0, [0x90, 0x00])
        self.attributes: dict[int, bytes] = {}
        self.released = 0
        self.heads: list[int] = []

    def SCardEstablishContext(self, scope: int) -> tuple[int, int]:  # noqa: N802
        return self.context_result, 1

    def SCardReleaseContext(self, context: int) -> int:  # noqa: N802
        self.released += 1
        return 0

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:  # noqa: N802
        return 0, self.readers

    def SCardGetStatusChange(self, context: int, timeout_ms: int, known: Any) -> Any:  # noqa: N802
        if not self.states:
            return TIMEOUT, known
        result, state = self.states.pop(0)
        return result, [(known[0][0], state, [])]

    def SCardConnect(self, context: int, reader: str, mode: int, protocols: int) -> Any:  # noqa: N802
        return self.connects

    def SCardDisconnect(self, card: int, disposition: int) -> int:  # noqa: N802
        return 0

    def SCardStatus(self, card: int) -> Any:  # noqa: N802
        return 0, "reader", 0, 2, [0x3B, 0x00]

    def SCardTransmit(self, card: int, head: int, apdu: list[int]) -> Any:  # noqa: N802
        self.heads.append(head)
        return self.responds

    def SCardGetAttrib(self, card: int, attribute: int) -> tuple[int, list[int]]:  # noqa: N802
        found = attribute in self.attributes
        return (0 if found else 1), list(self.attributes.get(attribute, b""))


@pytest.fixture
def scard(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    monkeypatch.setitem(sys.modules, "smartcard", SimpleNamespace(scard=stand_in))
    monkeypatch.setitem(sys.modules, "smartcard.scard", stand_in)
    return stand_in


def said(line: PcscLine) -> list[ccid.Heard]:
    return ccid.Decoder().feed(line.read(0.1))


def asked(line: PcscLine, kind: Kind, data: bytes = b"") -> Message:
    line.write(ccid.encode(Message(kind, 5, data)))
    [answer] = [heard for heard in said(line) if isinstance(heard, Message)]
    assert answer.sequence == 5
    return answer


def with_card(scard: StandIn) -> PcscLine:
    scard.states = [(0, PRESENT | 0x10000)]
    line = open_pcsc("pcsc://")
    line.read(0.1)
    return line


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    with pytest.raises(
        TransportRefused, match=r"pyscard is missing; install the kiosk with its extra 'pcsc'"
    ):
        open_pcsc("pcsc://")


def test_a_service_that_does_not_run_is_named(scard: StandIn) -> None:
    scard.context_result = NO_SERVICE - (1 << 32)  # as pyscard gives it on other machines
    with pytest.raises(TransportRefused, match="does not run; install and start pcscd"):
        open_pcsc("pcsc://")


@pytest.mark.parametrize(
    ("readers", "url", "words"),
    [
        ([], "pcsc://", "no card reader found"),
        (
            ["A 00 00", "B 00 00"],
            "pcsc://",
            "several readers; name one, as in pcsc://A%2000%2000: A 00 00; B",
        ),
        (["A 00 00", "A 01 00"], "pcsc://A", "several readers"),
        (["A 00 00"], "pcsc://B", "no such reader; there are: A 00 00"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(scard: StandIn, readers: list[str], url: str, words: str) -> None:
    scard.readers = readers
    with pytest.raises(TransportRefused, match=words):
        open_pcsc(url)
    assert scard.released == 1


def test_a_reader_is_found_by_the_beginning_of_its_name_and_tells_who_it_is(scard: StandIn) -> None:
    scard.readers = ["ACS ACR38U 00 00", "Cherry 00 00"]
    scard.attributes = {1: b"ACR38U\0", 2: bytes([0, 0, 12, 1]), 3: b"SN1"}
    identity = open_pcsc("pcsc://ACS%20ACR38U").identity()
    assert (identity.model, identity.firmware, identity.serial) == ("ACR38U", "1.12", "SN1")
    scard.connects = (0x80100017, 0, 0)
    assert open_pcsc("pcsc://Cherry").identity().model == "Cherry 00 00"


def test_comings_and_goings_are_told_and_a_quick_swap_as_both(scard: StandIn) -> None:
    line = open_pcsc("pcsc://")
    scard.states = [(0, EMPTY), (0, PRESENT | 0x10000), (0, PRESENT | 0x30000), (0, EMPTY | 0x40000)]
    told = [said(line) for _ in range(4)]
    assert told == [[], [SlotChange(True)], [SlotChange(False), SlotChange(True)], [SlotChange(False)]]


@pytest.mark.parametrize(("protocol", "head"), [(1, 10), (2, 11)])
def test_an_apdu_goes_out_in_the_cards_own_protocol(scard: StandIn, protocol: int, head: int) -> None:
    scard.connects = (0, 7, protocol)
    line = with_card(scard)
    assert asked(line, Kind.ICC_POWER_ON).data == b"\x3b\x00"
    assert asked(line, Kind.XFR_BLOCK, b"\x00\xb0\x00\x00\x00").data == b"\x90\x00"
    assert scard.heads == [head]
    assert asked(line, Kind.GET_SLOT_STATUS).icc is Icc.ACTIVE
    assert asked(line, Kind.ICC_POWER_OFF).icc is Icc.INACTIVE


@pytest.mark.parametrize(
    ("result", "icc", "fault"),
    [
        (0x80100066, Icc.INACTIVE, Fault.MUTE),
        (0x8010000F, Icc.INACTIVE, Fault.MUTE),
        (0x8010000C, Icc.ABSENT, Fault.MUTE),
        (0x80100001, Icc.INACTIVE, Fault.HARDWARE),
    ],
)
def test_a_card_that_does_not_answer_is_told_by_its_kind(
    scard: StandIn, result: int, icc: Icc, fault: Fault
) -> None:
    line = with_card(scard)
    scard.connects = (result, 0, 0)
    answer = asked(line, Kind.ICC_POWER_ON)
    assert (answer.icc, answer.fault) == (icc, fault)


@pytest.mark.parametrize("responds", [(0, []), (0x8010002F, [])])
def test_a_card_torn_out_is_noticed_though_the_service_sees_it_later(
    scard: StandIn, responds: tuple[int, list[int]]
) -> None:
    line = with_card(scard)
    asked(line, Kind.ICC_POWER_ON)
    scard.responds = responds
    scard.states = [(0, PRESENT | 0x10100), (0, PRESENT | 0x10000), (0, EMPTY | 0x20000)]
    line.write(ccid.encode(Message(Kind.XFR_BLOCK, 1, b"\x00\xb0\x00\x00\x00")))
    heard = said(line)
    assert SlotChange(False) in heard
    assert [answer.icc for answer in heard if isinstance(answer, Message)] == [Icc.ABSENT]


def _power_on(line: PcscLine) -> object:
    return asked(line, Kind.ICC_POWER_ON)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (UNKNOWN_READER, "the reader is gone; check its cable"),
        (NO_SERVICE, "does not run"),
        (0x8010000B, "in use; stop the other program"),
    ],
)
@pytest.mark.parametrize("step", [_power_on, lambda line: line.read(0.1)])
def test_a_lost_reader_ends_the_line_in_words(
    scard: StandIn, result: int, words: str, step: Callable[[PcscLine], object]
) -> None:
    line = with_card(scard)
    scard.connects = (result, 0, 0)
    scard.states = [(result, 0)]
    with pytest.raises(TransportLost, match=words):
        step(line)


def test_a_reader_pulled_from_its_port_ends_the_line(scard: StandIn) -> None:
    line = with_card(scard)
    scard.states = [(0, 4)]
    with pytest.raises(TransportLost, match="the reader is gone"):
        line.read(0.1)
