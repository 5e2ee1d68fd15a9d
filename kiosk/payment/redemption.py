"""What becomes of each fen of a recharge card's face value: the bills in full, the rest on account.

Pure. A card is redeemed whole or not at all, so all of its face value is charged in one act and has legs
before it is touched.
"""

from msgspec.structs import replace

from kiosk.payment.legs import references
from kiosk.payment.saga_state import Payment


def with_rest(payment: Payment, face_fen: int) -> Payment:
    """The payment of these bills by a card of this face value; the rest is for the last one's account.

    A card that is worth less cannot pay them: the payment stays as it is.
    """
    rest_fen = face_fen - payment.amount_fen
    if rest_fen <= 0:
        return payment
    posting_ref, refund_no = references(payment.payment_id, len(payment.legs))
    rest = replace(
        payment.legs[-1], kind="account", amount_fen=rest_fen, posting_ref=posting_ref, refund_no=refund_no
    )
    return replace(payment, legs=(*payment.legs, rest), amount_fen=face_fen, rest_fen=rest_fen)
