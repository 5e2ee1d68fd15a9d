"""The cards that simulated companies have given out, each as its company has it, in the words of the port."""

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from kiosk.gateway.demonstration.card_books import SupplyBook
from kiosk.gateway.demonstration.card_script import standing_of
from kiosk.gateway.demonstration.meter_cards import CardTerms, card_terms
from kiosk.gateway.demonstration.residents import Household, Words
from kiosk.gateway.parties.prepaid_adapters import Standing, SupplyRecord


class CardSupply(msgspec.Struct, frozen=True):
    """One card that was given out; `billed`: its account gets bills as well."""

    number: str
    holder: str
    label: str
    billed: bool = False

    def __repr__(self) -> str:
        return "CardSupply()"

    @property
    def supply_no(self) -> str:
        """The company's own number for it, from which nobody gets to a person."""
        return "C" + hashlib.sha256(f"demonstration supply {self.number}".encode()).hexdigest()[:20]


def supplies_by_biller(words: Words, households: Sequence[Household]) -> Mapping[str, tuple[CardSupply, ...]]:
    """A card with its number for every account of the companies that sell on cards."""
    companies = {terms.biller_id for terms in card_terms()}
    found: dict[str, list[CardSupply]] = {biller_id: [] for biller_id in companies}
    for home in households:
        label = words.address.format(street=home.street, lane=home.lane)
        for account in home.accounts:
            if account.biller_id in companies:
                found[account.biller_id].append(
                    CardSupply(account.number, home.holder, label, bool(account.bills))
                )
    return {biller_id: tuple(supplies) for biller_id, supplies in found.items()}


def supply_record(terms: CardTerms, supply: CardSupply, book: SupplyBook) -> SupplyRecord:
    standing = _standing(book)
    seen = book.seen
    balance_fen = seen.meter.balance_fen if seen else None
    room_fen = min(terms.most_fen, terms.cap_fen - (balance_fen or 0))
    if standing == "may_load" and room_fen < terms.least_fen:
        standing = "not_allowed"  # the meter would be beyond its cap
    may = standing == "may_load"
    return SupplyRecord(
        supply_no=supply.supply_no,
        account_number=supply.number,
        holder=supply.holder,
        label=supply.label,
        next_load_no=book.sold + 1,
        standing=standing,
        balance_fen=balance_fen,
        balance_ms=seen.meter.at_s * 1000 if seen else None,
        least_fen=terms.least_fen if may else 0,
        most_fen=room_fen if may else 0,
        presets_fen=tuple(fen for fen in terms.presets_fen if fen <= room_fen) if may else (),
        last_load_fen=seen.purchase.amount_fen or None if seen else None,
    )


def _standing(book: SupplyBook) -> Standing:
    if book.open:
        return "load_unfinished"
    reason = standing_of(book.seen) if book.seen else None
    match reason:
        case "holds_units" | "never_in_meter" | "not_activated":
            return reason
        case None:
            return "may_load"
    return "not_allowed"
