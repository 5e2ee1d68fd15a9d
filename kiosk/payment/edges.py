"""Every way a payment, a leg and the kiosk's attempt may go on: (state, cause, state), and no other (I5).

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
created CancelAsked: abandoned
created TimerDue: abandoned
charging ChargeReported: charged declined reversed reversing
charging CancelAsked: reversing
reversing ChargeReported: reversed
reversing ChargeRefundReported: reversed
charged TimerDue: posting
posting TimerDue: post_unknown
posting PostReported: post_unknown refunding posted part_posted
post_unknown PostReported: refunding held posted part_posted
post_unknown VoidReported: refunding held posted part_posted
refunding RefundReported: held refunded part_posted
held DayEndReported: refunding posted part_posted
""")
"""Causes are the names of the saga's events."""

LEG_EDGES = _edges("""
waiting TimerDue: posting
posting TimerDue: post_unknown
posting PostReported: post_unknown posted refunding
post_unknown PostReported: posted refunding
post_unknown VoidReported: posted refunding held
held DayEndReported: posted refunding
refunding RefundReported: refunded
""")

NOTHING = "nothing"
"""Where an attempt comes from."""

ATTEMPT_EDGES = _edges("""
nothing begin: sending
nothing recover: asking
sending Came: cancelling
sending Answered: asking card ended
sending Refused: asking ended
sending CancelWanted: cancelling
asking Answered: card cancelling ended
asking NeverHeardOf: cancelling
asking CancelWanted: cancelling
card Answered: cancelling ended
card CardFinished: asking
card TerminalUnable: cancelling
cancelling Answered: asking ended
cancelling CardFinished: asking
""")
"""Causes are the names of what happens to the attempt; "begin" and "recover" are how it comes about."""
