"""What tells a payment request from another one under the same id, without giving away what was in it.

A phone's code is dead in a minute. A recharge card's is worth money until it is redeemed, and its digits
could be searched for by whoever has the database and its secret: it goes in so slowly that this takes ages.
"""

import hashlib

import msgspec

from kiosk.gateway.tokens import Tokens
from kiosk.wire.payments import PaymentRequest

_COST, _BLOCK, _LANES = 2**14, 8, 1
"""Of scrypt (RFC 7914): about 16 MB and some hundredths of a second for every code that is tried."""


def fingerprint_of(codes: Tokens, request: PaymentRequest) -> str:
    if request.recharge_code is None:
        return codes.fingerprint(msgspec.json.encode(request))
    code, salt = request.recharge_code.encode(), request.payment_id.encode()
    slow = hashlib.scrypt(code, salt=salt, n=_COST, r=_BLOCK, p=_LANES)
    rest = msgspec.structs.replace(request, recharge_code=None)
    return codes.fingerprint(msgspec.json.encode(rest) + slow)
