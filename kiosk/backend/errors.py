"""Why the gateway gave no usable answer. Texts carry the call's name, never what was sent or received."""


class GatewayError(Exception):
    """Whether the request had an effect is unknown, unless a subclass says otherwise."""


class GatewayUnreachable(GatewayError):
    """No connection was made: the request has not left."""


class GatewaySlow(GatewayError):
    """The request left, and no complete answer came in time."""


class GatewayGarbage(GatewayError):
    """An answer came that is none of ours: wrong type, shape or size, or broken off."""


class GatewayUnproven(GatewayGarbage):
    """An answer came that the gateway did not sign, or not to this request."""


class GatewayNotAdmitted(GatewayGarbage):
    """The gateway does not let this kiosk's request in; what became of earlier ones is not said."""


class GatewayRefused(GatewayError):
    """A problem+json answer. `code` is stable (`kiosk.wire.problem`), `status` the HTTP status."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(f"the gateway refused: {code} (HTTP {status})")
        self.code = code
        self.status = status
