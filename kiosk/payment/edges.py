"""Every way a payment, a leg, a load and the kiosk's attempt may go on: (state, cause, state), no other (I5).

One list for the simulation, which must take every edge, for the auditor, which looks for others in the
history, and for whoever wants to see the whole machine at a glance. Staying where one is, is always allowed.
"""

from typing import TypeAlias

Edge: TypeAlias = tuple[str, str, str]


def _edges(table: str) -> frozenset[Edge]:
    """Lines "from cause: to to ..."."""
    found: set[Edge] = set()
    for line in table.strip().splitlines():
        left, _, right = line.partition(":")
        start, cause = left.split()
        found |= {(start, cause, end) for end in right.split()}
    return frozenset(found)


PAYMENT_EDGES = _edges("""
created Begun: charging
charging ChargeReported: charged declined reversed reversing
charging CancelAsked: reversing abandoned
charging CashClosed: charged abandoned
charging TimerDue: abandoned
reversing ChargeReported: reversed
reversing ChargeRefundReported: reversed
charged TimerDue: posting part_posted
posting TimerDue: post_unknown
posting PostReported: post_unknown refunding held posted part_posted
post_unknown PostReported: posting refunding held posted part_posted
post_unknown VoidReported: posting refunding held posted part_posted
refunding RefundReported: held refunded part_posted
held DayEndReported: posting refunding posted part_posted
""")
"""Causes are the names of the saga's events."""

PAYMENT_EDGES_OF_BEFORE = _edges("""
created CancelAsked: abandoned
created TimerDue: abandoned
""")
"""In histories of gateways that stored a payment before it began; none is taken any more."""

NOTHING = "nothing"
"""Where an attempt comes from, and the leg of what cash leaves over."""

LEG_EDGES = _edges("""
nothing CashClosed: waiting voucher
waiting CashClosed: unpaid
waiting TimerDue: posting
posting TimerDue: post_unknown
posting PostReported: post_unknown posted refunding voucher
post_unknown PostReported: posting posted refunding voucher
post_unknown VoidReported: posting posted refunding held voucher
held DayEndReported: posting posted refunding voucher
refunding RefundReported: refunded
""")

LOAD_EDGES = _edges("""
nothing Posted: waiting card_waiting
waiting LoadDue: loading
loading LoadDue: token_due
loading LoadReported: loaded token_due returning
token_due TokenReported: token loaded returning
card_waiting SessionBegun: writing
card_waiting RemoteAsked: loading
card_waiting GiveBackAsked: returning
writing LoadDue: card_unsure
writing SessionEnded: written card_waiting card_unsure
card_unsure SessionBegun: writing
card_unsure SessionEnded: written card_waiting
card_unsure OfficeTold: written returning
written WrittenConfirmed: loaded
returning TakenBackReported: refunding voucher loaded token_due
refunding LoadRefundReported: refunded
""")
"""Causes are the names of the load's events; "Posted" is the posting of its leg."""

ATTEMPT_EDGES = _edges("""
nothing begin: sending
nothing recover: asking settling
sending Came: cancelling
sending Answered: asking card counting ended
sending Refused: asking ended
sending CancelWanted: cancelling
asking Answered: card counting cancelling ended
asking NeverHeardOf: cancelling
asking CancelWanted: cancelling
card Answered: cancelling ended
card CardFinished: asking
card TerminalUnable: cancelling
counting CountClosed: settling
settling NeverHeardOf: cancelling
settling Refused: cancelling
settling Answered: ended
cancelling Answered: asking ended
cancelling CardFinished: asking
""")
"""Causes are the names of what happens to the attempt; "begin" and "recover" are how it comes about."""
