"""How money can be paid at a kiosk. One list for both sides, the wire between them and the books."""

from typing import Literal, TypeAlias, get_args

Method: TypeAlias = Literal["phone_code", "bank_card", "cash", "recharge_card"]
METHODS: tuple[Method, ...] = get_args(Method)
"""In the order of the books; a new one goes behind all others."""

CashRest: TypeAlias = Literal["to_account", "refused"]
"""What becomes of money beyond the sum; no change is ever given. to_account: it goes to the account of the
last bill whose biller takes money on account. refused: a note that would pass the sum is given back."""
