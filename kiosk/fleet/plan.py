"""What a run of the fleet shall be."""

import msgspec


class Plan(msgspec.Struct, frozen=True):
    """`fault_rate` is the part of calls and journal entries at which something is made to go wrong."""

    kiosks: int
    seconds: float
    fault_rate: float = 0.02
    seed: int = 1
    gap_s: float = 20.0
    """Between two residents of one kiosk, in the mean."""
    settle_within_s: float = 240.0
    """A meter out of reach has 90 s until its company gives digits, and asks in steps of up to a minute."""

    def kiosk_id(self, number: int) -> str:
        return f"FLEET-{number:04d}"

    @property
    def kiosk_ids(self) -> tuple[str, ...]:
        return tuple(self.kiosk_id(number) for number in range(self.kiosks))
