"""A value that must never be printed: an identity number, a card number, a payment code."""

from msgspec import Struct


class Secret(Struct, frozen=True):
    """Holds personal data on its way to the gateway; `repr` and `str` show the length alone."""

    value: str

    def __repr__(self) -> str:
        return f"<secret of {len(self.value)}>"

    __str__ = __repr__
