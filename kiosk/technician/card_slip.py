"""The slip of a card that leaves the drawer: who receives it and who hands it over sign beneath.

Names stand on the paper alone, written by hand.
"""

from kiosk.session.view import Text, text
from kiosk.technician.acts import moment
from kiosk.technician.left_cards import CardGone, LeftCard
from kiosk.technician.rules import ModeRules
from kiosk.technician.slip import RULE, SlipDocument, SlipLine, head, pair


def slip_of_card(card: LeftCard, gone: CardGone, rules: ModeRules) -> SlipDocument:
    lines = (
        *head("card_number", card.number, rules),
        pair("card_kind", text(f"technician.card_kind.{card.kind}")),
        pair("card_digits", card.last_digits or "-"),
        pair("card_found_at", text(f"technician.found_at.{card.found_at}")),
        pair("card_found", moment(rules, card.wall_s)),
        pair("card_entered_by", entered_by(card)),
        RULE,
        pair("card_outcome", text(f"technician.card_outcome.{gone.outcome}")),
        pair("card_gone", moment(rules, gone.wall_s)),
        SlipLine("sign", text(f"technician.slip.{gone.outcome}_to_signs")),
        SlipLine("sign", text("technician.slip.card_given_by_signs", number=gone.technician)),
    )
    return SlipDocument(f"card-{card.number}", text("technician.slip.card_title"), lines)


def entered_by(card: LeftCard) -> Text | str:
    """A technician's number, or the machine that kept the card by itself."""
    return card.technician or text("technician.cards.by_machine")
