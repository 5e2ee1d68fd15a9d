"""The technician's bench as it is typed: real drivers over simulated devices on real ptys and TCP ports."""

import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from drivers.__main__ import CODEC_NAMES, DEVICES, main
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulated_cards import SimulatedCard, cpu_card
from drivers.catalogue import load_catalogue
from drivers.clock import SystemDeviceClock
from drivers.models import DeviceClass
from drivers.simulation.acts import work
from drivers.simulation.device import SimulatedDevice
from drivers.transport import LineServer, serve_pty, serve_tcp
from drivers.workshop.asked import CLASSES
from drivers.workshop.decoding import CODECS
from drivers.workshop.verbs import VERBS
from kiosk.places import ASSETS
from tests.receipt.demonstration_receipt import draw

Typed = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """What a command line gives: its status, its lines of JSON, and what it said beside them."""

    def run(*words: str) -> tuple[int, list[dict[str, Any]], str]:
        status = main([*words, "--json"])
        said = capsys.readouterr()
        return status, [json.loads(line) for line in said.out.splitlines()], said.err

    return run


class Port:
    def __init__(self) -> None:
        self._servers: list[LineServer] = []

    def serve(self, device: DeviceClass, model: str, *, tcp: bool = False) -> tuple[Any, str]:
        unit = load_catalogue([]).find(device, model).simulate(SystemDeviceClock())
        assert isinstance(unit, SimulatedDevice)
        url, server = (serve_tcp if tcp else serve_pty)(unit, SystemDeviceClock())
        self._servers.append(server)
        return unit, url

    def close(self) -> None:
        for server in self._servers:
            server.close()


@pytest.fixture
def port() -> Iterator[Port]:
    port = Port()
    yield port
    port.close()


def test_a_printer_is_told_in_the_field_s_words(typed: Typed, port: Port) -> None:
    printer, url = port.serve(DeviceClass.PRINTER, "escpos", tcp=True)
    status, [told], _ = typed("printer", "status", "--url", url)
    assert (status, told["device"], told["paper"]) == (0, "online", "full")
    work(printer, "paper out")
    status, [told], _ = typed("printer", "status", "--url", url)
    assert (told["paper"], told["statuses"]) == ("out", ["paper_out"])


def test_a_silent_printer_has_unknown_paper(typed: Typed, port: Port) -> None:
    printer, url = port.serve(DeviceClass.PRINTER, "escpos", tcp=True)
    printer.fall_silent()
    status, [told], _ = typed("printer", "status", "--url", url)
    assert (status, told["device"], told["paper"]) == (1, "offline", "unknown")


def test_a_port_that_is_not_there_is_told_with_the_next_step(typed: Typed) -> None:
    status, [told], _ = typed("printer", "status", "--url", "/dev/serial/by-id/nothing")
    assert (status, told["device"], told["paper"]) == (1, "noDevice", "unknown")
    assert "check the cable" in told["reason"]


def test_the_demonstration_receipt_comes_out_whole(typed: Typed, port: Port) -> None:
    printer, url = port.serve(DeviceClass.PRINTER, "escpos", tcp=True)
    status, [told], _ = typed("printer", "print", "--demo-receipt", "--url", url)
    assert (status, told["event"], told["confirmed"]) == (0, "print_done", True)
    [slip] = printer.printed()
    assert slip.tobytes() == draw().tobytes()


def test_a_card_is_read_masked_and_on_demand_plainly(typed: Typed, port: Port) -> None:
    reader, url = port.serve(DeviceClass.CARD_READER, "crt310")
    number = "12345678901"
    for more, shown in ((), "*******8901"), (("--show-personal-data",), number):
        with in_and_out(reader, cpu_card(DEMONSTRATION_PROFILES[0], number)):
            status, lines, hints = typed("card", "read", "--url", url, *more)
        assert status == 0
        assert [line["event"] for line in lines] == ["card_read", "card_taken"]
        assert lines[0]["number"] == shown
        assert "Insert a card." in hints


def test_a_note_is_taken_and_another_given_back(typed: Typed, port: Port) -> None:
    acceptor, url = port.serve(DeviceClass.NOTE_ACCEPTOR, "ssp")
    insert = hand(lambda: acceptor.insert(20))
    status, lines, _ = typed("cash", "accept", "--url", url)
    assert (insert(), status) == (True, 0)
    assert [line["event"] for line in lines] == ["note_in_escrow", "note_credited", "note_stacked"]
    assert acceptor.path.box == {2000: 1}
    insert = hand(lambda: acceptor.insert(10))
    status, lines, _ = typed("cash", "accept", "--give-back", "--url", url)
    assert (insert(), status) == (True, 0)
    assert [line["event"] for line in lines] == ["note_in_escrow", "note_returned"]
    assert acceptor.path.box == {2000: 1}


def test_a_scanned_code_is_masked(typed: Typed, port: Port) -> None:
    scanner, url = port.serve(DeviceClass.SCANNER, "newland")
    work(scanner, "show 134567890123456789")
    status, [told], _ = typed("scanner", "scan", "--url", url)
    assert (status, told["text"], told["length"]) == (0, "13****************", 18)


def test_files_are_decoded_one_line_each(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    receipt = ASSETS / "demonstration" / "receipt.png"
    status, lines, said = typed("scanner", "decode", str(receipt), str(tmp_path / "broken.png"))
    assert lines[0] == {
        "file": str(receipt),
        "codes": [{"text": "https://pay.example/v/000000000000?c=DEMO", "symbology": "qr"}],
    }
    assert (status, lines[1]["codes"]) == (1, [])
    assert "no picture that can be read" in said


def test_hex_is_told_as_messages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "AA AA AA 96 69 00 03 20 01 22\nFF aaaaaa9669000400008084\n\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert main(["codec", "sam_v", "decode"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["valid"], each["name"], each["payload"]) for each in told] == [
        (True, "find_card", "20 01"),
        (False, told[1]["name"], "FF"),
        (True, "find_none", "00 00 80"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("printer", "status", "--url", "/dev/x", "--model", "escpoz"), "there are escpos, escpos_presenter"),
        (("printer", "status", "--url", "/dev/x", "--baud-rate", "7"), "escpos can be set to 115200"),
        (("printer", "status", "--url", "/dev/x", "--option", "speed=3"), "options: confirms_by=process_id"),
        (
            ("printer", "status", "--url", "/dev/x", "--option", "confirms_by=prayer"),
            "possible are process_id",
        ),
        (("printer", "print", "--image", "/nowhere.png", "--url", "/dev/x"), "No such file"),
        (("cash", "status", "--url", "/dev/x", "--option", "stack_1=maybe", "--model", "id003"), "not like"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is_opened(
    typed: Typed, words: tuple[str, ...], said: str
) -> None:
    status, lines, told = typed(*words)
    assert (status, lines) == (2, [])
    assert said in told


@pytest.mark.parametrize("number", ["99999", "-1"])
def test_a_tcp_port_that_cannot_be_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], number: str
) -> None:
    assert main(["simulator", "cash", "--tcp", number]) == 2
    assert f"port {number}: " in capsys.readouterr().err


def test_the_parser_offers_what_the_bench_can_do() -> None:
    assert set(DEVICES) == set(CLASSES) == {device for device, _ in VERBS}
    assert set(CODEC_NAMES) == set(CODECS)


@contextmanager
def in_and_out(reader: Any, card: SimulatedCard) -> Iterator[None]:
    """A card put in whenever the slot takes it, and taken whenever it sticks out.

    A reader that is only coming up gives back unread what it finds.
    """
    enough = threading.Event()

    def keep_trying() -> None:
        while not enough.wait(0.05):
            if not reader.insert(card):
                reader.take()

    thread = threading.Thread(target=keep_trying, daemon=True)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def hand(act: Callable[[], object]) -> Callable[[], bool]:
    """Tries an act until it succeeds, beside the command; the answer waits for that."""
    done, tired = threading.Event(), threading.Event()

    def keep_trying() -> None:
        while not done.is_set() and not tired.wait(0.05):
            if act():
                done.set()

    thread = threading.Thread(target=keep_trying, daemon=True)
    thread.start()

    def succeeded() -> bool:
        tired.set()
        thread.join()
        return done.is_set()

    return succeeded
