"""What an operator's side asks of the gateway: the code that unlocks a technician's keypad."""

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.wire.unlock import CHALLENGE_DIGITS, CODE_DIGITS

MachineNumber = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$",
        max_length=20,
        description="as on the machine's sticker, such as LFL-380-01",
    ),
]


class UnlockRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    challenge: Annotated[
        str,
        Meta(
            pattern=rf"^[0-9]{{{CHALLENGE_DIGITS}}}$",
            max_length=CHALLENGE_DIGITS,
            description="the digits that the locked keypad shows",
        ),
    ]


class UnlockAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: Annotated[
        str,
        Meta(
            pattern=rf"^[0-9]{{{CODE_DIGITS}}}$",
            max_length=CODE_DIGITS,
            description="opens the keypad of this machine once, and only while it shows this challenge",
        ),
    ]

    def __repr__(self) -> str:
        return "UnlockAnswer()"
