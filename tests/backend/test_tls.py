"""A real machine's way: TLS 1.3, a private authority, both sides' certificates, and signatures in it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import (
    GatewayError,
    GatewayNotAdmitted,
    GatewayRefused,
    GatewayUnproven,
    GatewayUnreachable,
)
from kiosk.backend.sequence import Sequence
from kiosk.backend.signer import Signer
from kiosk.backend.tls import Tls
from kiosk.gateway.commands.kiosk_enrolment import enrol_kiosk
from kiosk.gateway.gateway import open_gateway
from kiosk.gateway.http.app import make_app
from kiosk.gateway.http.loopback import listen
from kiosk.gateway.settings import GatewaySettings
from kiosk.runtime.clock import FakeClock
from kiosk.selftest.gateway_time import gateway_wall_s
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.signing.key_file import decode

from .authority import Authority

KIOSK = "LFL-380-01"
LOOK_UP = LookUpRequest("code", "3102664100017")


class Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class SecureGateway:
    """No demonstration, over TLS; with `asks` only for whoever shows a certificate of its authority."""

    def __init__(self, folder: Path, authority: Authority, *, asks: bool) -> None:
        self.clock = FakeClock()
        self.folder = folder
        self.db_url = f"sqlite:///{folder / 'gateway.db'}"
        self.gateway = open_gateway(self.db_url, GatewaySettings("https://gateway.example"), self.clock)
        certificate, key = authority.issue("gateway")
        listener = listen(0)
        self.url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            make_app(self.gateway),
            log_config=None,
            lifespan="off",
            ssl_certfile=certificate,
            ssl_keyfile=key,
            ssl_ca_certs=str(authority.ca_file),
            ssl_cert_reqs=ssl.CERT_REQUIRED if asks else ssl.CERT_NONE,
        )
        self._server = Server(config)
        self._thread = threading.Thread(target=lambda: self._server.run(sockets=[listener]))
        self._thread.start()
        assert self._server.ready.wait(10)

    def client(self, tls: Tls, *, signs: bool = True) -> GatewayClient:
        if not signs:
            return GatewayClient(self.url, KIOSK, tls=tls)
        key = self.folder / "signing.key"
        if not key.exists():
            enrol_kiosk(self.db_url, KIOSK, "ed25519", key, 14, self.clock)
        keys = decode(key.read_bytes(), KIOSK)
        signer = Signer(keys, Sequence(self.folder / "sequence"), self.clock.wall_s)
        return GatewayClient(self.url, KIOSK, signer=signer, tls=tls)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.gateway.close()


@pytest.fixture
def ours(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "ours")


@pytest.fixture
def secure(tmp_path: Path, ours: Authority) -> Iterator[SecureGateway]:
    gateway = SecureGateway(tmp_path, ours, asks=False)
    yield gateway
    gateway.stop()


@pytest.fixture
def asking(tmp_path: Path, ours: Authority) -> Iterator[SecureGateway]:
    gateway = SecureGateway(tmp_path, ours, asks=True)
    yield gateway
    gateway.stop()


def failure_of(client: GatewayClient) -> GatewayError:
    with pytest.raises(GatewayError) as raised:
        client.look_up(LOOK_UP)
    client.close()
    return raised.value


def test_our_authority_passes_and_signed_requests_are_served(secure: SecureGateway, ours: Authority) -> None:
    tls = Tls(ca_file=str(ours.ca_file))
    client = secure.client(tls)
    assert client.health().state == "ready"
    refused = failure_of(client)
    assert isinstance(refused, GatewayRefused)
    assert refused.code == "code_unknown", "a gateway without billers knows nobody, and signs that"
    assert isinstance(failure_of(secure.client(tls, signs=False)), GatewayNotAdmitted)
    assert gateway_wall_s(secure.url, 5, tls) > 0


def test_another_authority_is_refused_before_anything_is_sent(secure: SecureGateway, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    others = Authority(tmp_path / "other", "others")
    failed = failure_of(secure.client(Tls(ca_file=str(others.ca_file))))
    assert type(failed) is GatewayUnreachable
    assert str(failed) == "the gateway could not prove who it is"


def test_the_public_authorities_do_not_vouch_for_a_private_one(secure: SecureGateway) -> None:
    assert type(failure_of(secure.client(Tls()))) is GatewayUnreachable


def test_a_private_authority_replaces_the_public_ones(ours: Authority) -> None:
    authorities = Tls(ca_file=str(ours.ca_file)).context().get_ca_certs()
    assert [dict(pair[0] for pair in each["subject"])["commonName"] for each in authorities] == ["ours"]


def test_a_gateway_that_asks_serves_whoever_shows_our_certificate(
    asking: SecureGateway, ours: Authority
) -> None:
    certificate, key = ours.issue("kiosk")
    client = asking.client(Tls(str(ours.ca_file), str(certificate), str(key)))
    assert client.health().state == "ready"
    client.close()


def test_a_gateway_that_asks_refuses_whoever_shows_none(asking: SecureGateway, ours: Authority) -> None:
    failed = failure_of(asking.client(Tls(ca_file=str(ours.ca_file))))
    assert not isinstance(failed, GatewayRefused | GatewayUnproven | GatewayNotAdmitted), (
        "no answer of the gateway's came"
    )


def test_a_gateway_that_asks_refuses_a_certificate_of_others(
    asking: SecureGateway, ours: Authority, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    certificate, key = Authority(tmp_path / "other", "others").issue("kiosk")
    failed = failure_of(asking.client(Tls(str(ours.ca_file), str(certificate), str(key))))
    assert not isinstance(failed, GatewayRefused | GatewayUnproven | GatewayNotAdmitted)


def test_an_older_tls_is_not_spoken(tmp_path: Path, ours: Authority) -> None:
    certificate, key = ours.issue("old")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    with listen(0) as listener:
        thread = threading.Thread(target=serve_once, args=(listener, context))
        thread.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        client = GatewayClient(url, KIOSK, tls=Tls(ca_file=str(ours.ca_file)))
        assert isinstance(failure_of(client), GatewayError)
        thread.join()


def serve_once(listener: socket.socket, context: ssl.SSLContext) -> None:
    line, _ = listener.accept()
    with line, pytest.raises(ssl.SSLError):
        context.wrap_socket(line, server_side=True)
