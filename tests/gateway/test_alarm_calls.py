"""Alarms reach somebody: called when they are told, again while nobody answers, never needlessly."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import pytest

from kiosk.gateway.counter.alarm_bell import AlarmBell
from kiosk.gateway.counter.alarm_calls import GIVE_UP_AFTER_MS, LEASE_MS, AlarmTold, CallFailed
from kiosk.gateway.counter.alarms import AlarmWish
from kiosk.gateway.http.alarm_webhook import SIGNATURE, AlarmWebhook, WebhookWrong, webhook_from
from kiosk.gateway.sql.schema_counter_alarms import alarm_call
from kiosk.runtime.clock import FakeClock

from .estate import Estate
from .heartbeats import LITTLE_PAPER, NO_PAPER, WELL
from .place import Place
from .town import SETTINGS, Town

TOLD = AlarmTold("26112112345678", "kiosk-1", "paper_out", "printer", "error", 1, 1, "http://x/operator")
SECRET = b"0123456789abcdef"


class Pager:
    """Whoever takes calls; `deaf` takes none, `dies` is cut off while it is being called."""

    def __init__(self) -> None:
        self.calls: list[AlarmTold] = []
        self.tries = 0
        self.deaf = False
        self.dies = False

    def call(self, told: AlarmTold) -> None:
        self.tries += 1
        if self.dies:
            raise KeyboardInterrupt
        if self.deaf:
            raise CallFailed("nobody there")
        self.calls.append(told)


class Duty:
    """An estate whose alarms are called out."""

    def __init__(self, place: Place) -> None:
        self.town = Town(place, FakeClock(), msgspec.structs.replace(SETTINGS, calls_alarms=True))
        self.estate = Estate(self.town)
        self.pager = Pager()
        self.bell = self.new_bell()

    def new_bell(self) -> AlarmBell:
        parts = self.town.gateway.parts
        return AlarmBell(parts.database, parts.time, self.pager, "https://gateway.example")

    def passes(self, seconds: float) -> None:
        """Ringing every five seconds, as it does."""
        for _ in range(round(seconds / 5)):
            self.town.clock.advance(5)
            self.bell.ring()


@pytest.fixture
def duty(place: Place) -> Iterator[Duty]:
    duty = Duty(place)
    yield duty
    duty.town.close()


def test_an_alarm_is_called_out_once_with_where_to_look(duty: Duty) -> None:
    duty.estate.beats(NO_PAPER, 4)
    assert [duty.bell.ring(), duty.bell.ring()] == [1, 0]
    [told] = duty.pager.calls
    assert (told.kiosk_id, told.rule, told.subject, told.level, told.told) == (
        "kiosk-1",
        "paper_out",
        "printer",
        "error",
        1,
    )
    assert told.page == f"https://gateway.example/operator/alarms/{told.number}"


def test_an_alarm_that_is_told_again_is_called_out_again(duty: Duty) -> None:
    duty.estate.beats(NO_PAPER, 4)
    duty.bell.ring()
    duty.estate.beats(NO_PAPER, 250)
    duty.bell.ring()
    assert [each.told for each in duty.pager.calls] == [1, 2]


def test_while_nobody_answers_it_is_tried_later_and_later_and_given_up_after_a_day(duty: Duty) -> None:
    duty.pager.deaf = True
    duty.estate.beats(NO_PAPER, 4)
    duty.passes(600)
    assert 4 <= duty.pager.tries <= 6
    duty.town.clock.advance(GIVE_UP_AFTER_MS / 1000)
    duty.bell.ring()
    duty.pager.deaf = False
    duty.passes(60)
    assert duty.pager.calls == []


def test_whoever_answers_late_is_told(duty: Duty) -> None:
    duty.pager.deaf = True
    duty.estate.beats(NO_PAPER, 4)
    duty.passes(120)
    duty.pager.deaf = False
    duty.passes(900)
    assert len(duty.pager.calls) == 1


def test_nobody_is_called_to_what_is_well_again_or_only_a_notice(duty: Duty) -> None:
    duty.pager.deaf = True
    duty.estate.beats(NO_PAPER, 4)
    duty.bell.ring()
    duty.pager.deaf = False
    duty.estate.beats(WELL, 4)
    assert duty.estate.open() == []
    duty.passes(900)
    duty.estate.beats(msgspec.structs.replace(WELL, standing="technician"), 245)
    assert duty.estate.open(level="notice") != []
    duty.passes(30)
    assert duty.pager.calls == []


def test_a_process_cut_off_in_a_call_leaves_it_to_the_next(duty: Duty) -> None:
    duty.estate.beats(LITTLE_PAPER, 4)
    duty.pager.dies = True
    with pytest.raises(KeyboardInterrupt):
        duty.bell.ring()
    duty.pager.dies = False
    other = duty.new_bell()
    assert other.ring() == 0, "the first may still be at it"
    duty.town.clock.advance(LEASE_MS / 1000)
    assert other.ring() == 1


def test_without_anybody_who_takes_calls_none_is_written_down(town: Town) -> None:
    estate = Estate(town)
    estate.beats(NO_PAPER, 4)
    assert estate.alarms.page(AlarmWish()).of == 1
    assert town.count(alarm_call) == 0


class Desk:
    """A web server that answers `status` and keeps what came."""

    def __init__(self) -> None:
        self.came: list[tuple[str, bytes, str]] = []
        self.status = 204
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                desk.came.append((self.path, body, self.headers[SIGNATURE]))
                self.send_response(desk.status)
                self.send_header("Location", f"{desk.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


def test_the_call_is_json_and_signed(desk: Desk) -> None:
    AlarmWebhook(f"{desk.url}/alarms?team=north", SECRET).call(TOLD)
    [(path, body, signature)] = desk.came
    assert path == "/alarms?team=north"
    assert msgspec.json.decode(body, type=AlarmTold) == TOLD
    assert signature == "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("status", [302, 401, 404, 500])
def test_any_other_answer_is_no_call_and_leads_nowhere(desk: Desk, status: int) -> None:
    desk.status = status
    with pytest.raises(CallFailed, match=f"HTTP {status}"):
        AlarmWebhook(desk.url, SECRET).call(TOLD)
    assert len(desk.came) == 1


def test_nobody_at_the_address_is_no_call(desk: Desk) -> None:
    webhook = AlarmWebhook("http://127.0.0.1:1/", SECRET)
    with pytest.raises(CallFailed, match="ConnectionRefusedError"):
        webhook.call(TOLD)


@pytest.mark.parametrize(
    "url",
    ["http://elsewhere.example/", "ftp://x", "alarms", "https://", "https://me@x.example", "https://x:y"],
)
def test_an_address_that_anybody_could_listen_at_is_refused(url: str) -> None:
    with pytest.raises(WebhookWrong):
        AlarmWebhook(url, SECRET)


def test_a_secret_that_is_short_or_open_to_others_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    with pytest.raises(WebhookWrong, match="No such file"):
        webhook_from("https://x.example", file)
    file.write_bytes(SECRET + b"\n")
    file.chmod(0o644)
    with pytest.raises(WebhookWrong, match="chmod 600"):
        webhook_from("https://x.example", file)
    file.chmod(0o600)
    webhook_from("https://x.example", file)
    file.write_bytes(b"short")
    with pytest.raises(WebhookWrong, match="16 bytes"):
        webhook_from("https://x.example", file)
