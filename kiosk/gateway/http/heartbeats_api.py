"""HTTP of the heartbeats, and of what their answers lead to: logs asked for, settings given."""

from typing import Any

from litestar import Request, get, post
from litestar.params import JSONBody

from kiosk.gateway.http.api import PathKioskId, TheGateway, signed
from kiosk.gateway.http.signed_http import SIGNED_BY
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.wire.commands import LogLines, LogLinesAnswer
from kiosk.wire.heartbeats import Heartbeat, HeartbeatAnswer
from kiosk.wire.remote_settings import SettingsAnswer

AnyRequest = Request[Any, Any, Any]


@post(
    "/v1/kiosks/{kiosk_id:str}/heartbeats",
    dto=StrictBody[Heartbeat],
    return_dto=None,
    status_code=200,
    responses=signed(400, 413, 415),
    sync_to_thread=True,
)
def heartbeat(
    gateway: TheGateway, request: AnyRequest, kiosk_id: PathKioskId, data: JSONBody[Heartbeat]
) -> HeartbeatAnswer:
    """How the kiosk is, and what became of commands. Told again, or after a later one, it changes nothing."""
    return gateway.counter.heartbeats.take(kiosk_id, data, request.scope["state"].get(SIGNED_BY))


@post(
    "/v1/kiosks/{kiosk_id:str}/log-lines",
    dto=StrictBody[LogLines],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415),
    sync_to_thread=True,
)
def log_lines(gateway: TheGateway, kiosk_id: PathKioskId, data: JSONBody[LogLines]) -> LogLinesAnswer:
    """The last lines of a kiosk's log, as a command asked for them. The first that come stay."""
    return LogLinesAnswer(data.command_id, gateway.counter.commands.take_log(kiosk_id, data))


@get("/v1/kiosks/{kiosk_id:str}/settings", responses=signed(400, 404), sync_to_thread=True)
def remote_settings(gateway: TheGateway, kiosk_id: PathKioskId) -> SettingsAnswer:
    """The newest settings that operators give this kiosk, in place of those in its own files.

    The answer to a heartbeat says which version is the newest.
    """
    return gateway.counter.settings.newest_for(kiosk_id)


HANDLERS = [heartbeat, log_lines, remote_settings]
