"""Runs the gateway: alone as a process, or inside the kiosk's on loopback. HTTP, driver and auditor threads.

The only file of the gateway that starts threads and opens ports.
"""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec
import uvicorn
from prometheus_client import start_http_server

from kiosk.gateway.counter.alarm_bell import AlarmBell
from kiosk.gateway.counter.alarm_calls import AlarmCaller
from kiosk.gateway.counter.alarm_watch import AlarmWatch
from kiosk.gateway.counter.tidying import Tidying
from kiosk.gateway.demonstration.bulletin import publish_once
from kiosk.gateway.gateway import Gateway, open_gateway
from kiosk.gateway.http.app import make_app_of
from kiosk.gateway.http.loopback import base_url, listen
from kiosk.gateway.http.metrics import measures
from kiosk.gateway.http.one_processor import on_one_processor
from kiosk.gateway.http.served import Served
from kiosk.gateway.logs import log_as_json
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.office.unfetched_loads import UnfetchedLoads
from kiosk.gateway.office.usage import UsageFolding
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql.one_server import one_server
from kiosk.gateway.steady_time import Clock, SystemClock

log = logging.getLogger(__name__)

_START_WITHIN_S = 15.0


class GatewayNotStarted(RuntimeError):
    pass


class ThreadLost(RuntimeError):
    """A thread the gateway cannot do without has ended by a fault of ours."""


class EmbeddedGateway:
    """`db_path` is one SQLite file; a new file is a fresh start. `listener` is a port taken beforehand, by
    default a free one is."""

    def __init__(
        self,
        db_path: Path,
        clock: Clock,
        *,
        demo_data: bool = True,
        listener: socket.socket | None = None,
    ) -> None:
        self._db_path = db_path
        self._clock = clock
        self._demo_data = demo_data
        self._listener = listener
        self._running: _Running | None = None

    def start(self) -> str:
        """The base URL, once requests are answered.

        Raises GatewayNotStarted when the server does not come up, sqlalchemy.exc.SQLAlchemyError when the
        database cannot be opened, AlreadyServed when another gateway serves it; the listener is closed then.
        """
        self._db_path.parent.mkdir(parents=True, exist_ok=True)
        db_url = f"sqlite:///{self._db_path}"
        listener = self._listener or listen(0)
        settings = GatewaySettings(public_url=base_url(listener), demonstration=self._demo_data)
        self._running = _prepared(db_url, listener, self._clock, settings)
        self._running.start()
        return self._running.base_url

    def stop(self) -> None:
        """Returns when both threads have ended; payments under way resume at the next start."""
        if self._running is not None:
            self._running.stop()
            self._running = None


def serve(
    db_url: str,
    port: int,
    settings: GatewaySettings,
    clock: Clock | None = None,
    metrics_port: int | None = None,
    caller: AlarmCaller | None = None,
) -> None:
    """Run on loopback until interrupted; a real deployment stands behind a TLS proxy.

    Without a public_url in the settings, receipt QRs lead to this port. `metrics_port` is a port of its own,
    on loopback too, where Prometheus finds /metrics; without it nobody does. `caller` takes alarms to people.
    The log is JSON on standard error.

    Raises OSError when a port is taken, sqlalchemy.exc.SQLAlchemyError when the database cannot be opened,
    KeyFileWrong when the keys in it cannot, AlreadyServed when another gateway serves it, ThreadLost when one
    of its threads has ended: whoever started the gateway is to start it anew.
    """
    log_as_json()
    listener = listen(port)
    public_url = settings.public_url or base_url(listener)
    settings = msgspec.structs.replace(settings, public_url=public_url, calls_alarms=caller is not None)
    running = _prepared(db_url, listener, clock or SystemClock(), settings)
    if caller is not None:
        running.ring(caller)
    if metrics_port is not None:
        running.show_measures(metrics_port)
    if not settings.demonstration:
        log.warning("no provider, acquirer or biller is configured: every look-up will find nothing")
    log.info("gateway on %s", running.base_url)
    running.run()


def _prepared(db_url: str, listener: socket.socket, clock: Clock, settings: GatewaySettings) -> "_Running":
    with ExitStack() as undo:
        undo.callback(listener.close)
        with ExitStack() as alone:
            alone.enter_context(one_server(db_url))
            gateway = open_gateway(db_url, settings, clock)
            if gateway.demonstration:
                publish_once(gateway.counter.publications, gateway.parts.time.now())
            running = _Running(gateway, db_url, listener)
            running.let_go_of(alone.pop_all())
        undo.pop_all()
    return running


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class _Running:
    """One gateway at work: its driver in a thread, its server here or in a thread."""

    def __init__(self, gateway: Gateway, db_url: str, listener: socket.socket) -> None:
        self.base_url = base_url(listener)
        self._gateway = gateway
        self._listener = listener
        self._served = Served(gateway)
        # The access log would name paths with payment ids and nothing an engineer misses.
        config = uvicorn.Config(
            make_app_of(self._served), log_config=None, access_log=False, lifespan="off", server_header=False
        )
        self._server = _Server(config)
        self._auditor = Auditor(gateway.parts.database, gateway.parts.time)
        usage_folding = UsageFolding(gateway.parts.database, gateway.parts.time)
        alarm_watch = AlarmWatch(gateway.parts.database, gateway.parts.time, gateway.counter.alarms)
        tidying = Tidying(gateway.parts.database, gateway.parts.time, gateway.counter.commands)
        unfetched = UnfetchedLoads(gateway.parts.database, gateway.parts.time)
        duties = (self._auditor, usage_folding, alarm_watch, tidying, unfetched)
        self._duties = [each.rounds for each in duties]
        self._ending = threading.Event()
        self._lost = ""
        self._measures = ExitStack()
        self._held = ExitStack()
        self._serve = on_one_processor(self._answer, db_url)
        driving = on_one_processor(gateway.driver.run, db_url)
        loading = on_one_processor(gateway.loads.driver.run, db_url)
        self._threads = [self._lasting(driving, "driver"), self._lasting(loading, "loads")]
        self._threads += [self._lasting(duty.run, duty.name) for duty in self._duties]

    def let_go_of(self, held: ExitStack) -> None:
        """When all has ended."""
        self._held = held

    def ring(self, caller: AlarmCaller) -> None:
        """Before it runs."""
        parts = self._gateway.parts
        duty = AlarmBell(parts.database, parts.time, caller, parts.settings.public_url).rounds
        self._duties.append(duty)
        self._threads.append(self._lasting(duty.run, duty.name))

    def show_measures(self, port: int) -> None:
        """Raises OSError when the port is taken."""
        registry = measures(self._gateway, self._auditor, self._duties)
        server, thread = start_http_server(port, addr="127.0.0.1", registry=registry)
        self._measures.callback(thread.join)
        self._measures.callback(server.server_close)
        self._measures.callback(server.shutdown)

    def run(self) -> None:
        """In this thread, until interrupted. Raises ThreadLost."""
        for thread in self._threads:
            thread.start()
        try:
            self._serve()
        finally:
            self._end()
        if self._lost:
            raise ThreadLost(f"the gateway's thread {self._lost} has ended; see the log above")

    def start(self) -> None:
        self._threads.append(threading.Thread(target=self._serve, name="gateway-http", daemon=True))
        for thread in self._threads:
            thread.start()
        if not self._server.ready.wait(_START_WITHIN_S):
            self.stop()
            raise GatewayNotStarted("the gateway's HTTP server did not come up; see the log above")

    def stop(self) -> None:
        self._server.should_exit = True
        self._end()

    def _lasting(self, work: Callable[[], None], name: str) -> threading.Thread:
        """Nobody is answered any more once it has ended by itself: half a gateway would take money and never
        post it, or watch over nothing, for as long as nobody looks."""

        def lasting() -> None:
            try:
                work()
            except Exception:  # the thread ends with it; told in the gateway's own log
                log.exception("the thread %s has failed", name)
            if not self._ending.is_set():
                self._lost = name
                log.critical("the thread %s has ended, and the gateway with it", name)
                self._server.should_exit = True

        return threading.Thread(target=lasting, name=f"gateway-{name}", daemon=True)

    def _end(self) -> None:
        self._ending.set()
        self._gateway.driver.stop()
        self._gateway.loads.driver.stop()
        for duty in self._duties:
            duty.stop()
        for thread in self._threads:
            thread.join()
        self._served.at_the_door.close()
        self._measures.close()
        self._gateway.close()
        self._held.close()

    def _answer(self) -> None:
        self._server.run(sockets=[self._listener])
