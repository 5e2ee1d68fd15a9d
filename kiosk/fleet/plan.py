"""What a run of the fleet shall be."""

import msgspec

_VISIT_S = 10.0
"""The shortest there is, but for those who go again at once."""
_LEAST_PAID, _LEAST_LOOKED_UP = 0.1, 0.2
"""Of the visits there may be: two of three come to pay, and some find nothing that they owe."""


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

    @property
    def most_visits(self) -> float:
        """Of all kiosks, about."""
        return self.kiosks * self.seconds / (self.gap_s + _VISIT_S)

    @property
    def least_payments(self) -> int:
        """With fewer that took money the run says nothing; none are asked of one that is over at once."""
        return int(self.most_visits * _LEAST_PAID)

    @property
    def least_look_ups(self) -> int:
        return int(self.most_visits * _LEAST_LOOKED_UP)

    def kiosk_id(self, number: int) -> str:
        return f"FLEET-{number:04d}"

    @property
    def kiosk_ids(self) -> tuple[str, ...]:
        return tuple(self.kiosk_id(number) for number in range(self.kiosks))
