"""The ASGI application over one gateway: routes, refusals as problem+json, OpenAPI."""

import logging
from typing import Any

from litestar import Litestar, Request, Response, Router
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ASGIApp

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http import (
    api,
    bulletin_api,
    card_sessions_api,
    copies_api,
    day_sheet_api,
    heartbeats_api,
    history_api,
    loads_api,
    office_api,
    recharge_api,
    requests_api,
    sandbox_api,
    sandbox_cards_api,
    sandbox_moods_api,
    sandbox_recharge_api,
    unlock_api,
)
from kiosk.gateway.http.openapi import StrictStructs
from kiosk.gateway.http.operator.routes import operators_pages
from kiosk.gateway.http.served import Served
from kiosk.gateway.http.signed_http import SignedHttp
from kiosk.gateway.problems import (
    Refused,
    answer_http_exception,
    answer_refused,
    documented,
    problem_response,
)
from kiosk.wire.service import API_VERSION

log = logging.getLogger(__name__)

_SANDBOX = (sandbox_api, sandbox_cards_api, sandbox_moods_api, sandbox_recharge_api)

SECURITY_SCHEMES = {
    "kiosk": SecurityScheme(
        type="http",
        scheme="signature",
        description="RFC 9421, tag kiosk-pay-1: the request and its Content-Digest are signed with the "
        "kiosk's key, and the answer is signed in turn; only a demonstration may do without",
    )
}


def make_app(gateway: Gateway) -> Litestar:
    return make_app_of(Served(gateway))


def make_app_of(served: Served) -> Litestar:
    gateway, settings = served.gateway, served.gateway.parts.settings
    most_bytes = settings.request_most_bytes
    operators_side = [unlock_api.unlock_code, *office_api.HANDLERS]
    sandbox = [each for room in _SANDBOX for each in room.HANDLERS] if gateway.demonstration else []

    def signed(handlers: list[HTTPRouteHandler], *, required: bool) -> Router:
        def guard(app: ASGIApp) -> ASGIApp:
            return SignedHttp(app, lambda: served.admission, most_bytes, required=required)

        for handler in handlers:
            handler.responses = {**documented(401, 403, 409), **(handler.responses or {})}
        security: list[dict[str, list[str]]] = [{"kiosk": []}] if required else [{}, {"kiosk": []}]
        return Router("/", route_handlers=handlers, middleware=[guard], security=security)

    kiosks_side = [each for each in api.HANDLERS if each not in (api.health, api.receipt)]
    kiosks_side += [*day_sheet_api.HANDLERS, *recharge_api.HANDLERS]
    kiosks_side += [*heartbeats_api.HANDLERS, *bulletin_api.HANDLERS, *requests_api.HANDLERS]
    kiosks_side += [*history_api.HANDLERS, *copies_api.HANDLERS]
    kiosks_side += [*loads_api.HANDLERS, *card_sessions_api.HANDLERS]
    return Litestar(
        route_handlers=[
            signed(kiosks_side, required=not settings.demonstration),
            signed([api.health], required=False),
            api.receipt,
            *operators_side,
            operators_pages(served),
            *sandbox,
        ],
        dependencies={
            "gateway": Provide(lambda: served.gateway, sync_to_thread=False),
            "unlocking": Provide(lambda: served.unlocking, sync_to_thread=False),
        },
        exception_handlers={
            Refused: answer_refused,
            HTTPException: answer_http_exception,
            Exception: _answer_fault,
        },
        request_max_body_size=most_bytes,
        plugins=[StrictStructs()],
        openapi_config=OpenAPIConfig(
            title="Unified payment gateway",
            version=API_VERSION,
            components=Components(security_schemes={**unlock_api.SECURITY_SCHEMES, **SECURITY_SCHEMES}),
            render_plugins=[JsonRenderPlugin()],
        ),
        logging_config=None,
    )


def _answer_fault(request: Request[Any, Any, Any], raised: Exception) -> Response[bytes]:
    """A fault of ours: the trace goes to the log, which names the handler and nothing that was sent."""
    log.error("%s failed", request.route_handler.handler_name, exc_info=raised)
    return problem_response("fault", "")
