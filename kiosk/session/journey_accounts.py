"""Which account a request is about: found before its questions, by card, bill or number."""

from msgspec.structs import replace

from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.forms import UTILITY, ChosenAccount, Draft, Said
from kiosk.session.household import Findings, Shown
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, tell
from kiosk.session.rules import ANY, HOUSEHOLD
from kiosk.session.secret import Secret
from kiosk.session.steps import ChooseFinding, InsertCard, LookUp, Step
from kiosk.session.steps_forms import AskField


def begin_form(session: Session) -> Moved:
    """With the first question: which account it is about, where it is about one."""
    if not session.rules.form(session.errand).account:
        return go(session, AskField(Draft(session.errand)))
    return accounts_of_person(session) if session.person else go(session, ChooseFinding(HOUSEHOLD))


def ask_accounts(
    request: int, by: Shown, value: Secret, utility: str, whole_household: bool
) -> LookUpAccounts:
    """A bill or a typed number names the one that is meant; whose card it is may have several."""
    return LookUpAccounts(request, by, value, utility, whole_household and by in {"id_card", "card"})


def accounts_of_person(session: Session) -> Moved:
    """Whoever has shown their identity card need not show it again."""
    if session.person is None:
        return go(session, ChooseFinding(HOUSEHOLD))
    request, back = session.requests + 1, ChooseFinding(HOUSEHOLD)
    asked = LookUpAccounts(request, "id_card", session.person.number, utility="", whole_household=True)
    return go(replace(session, requests=request), LookUp(HOUSEHOLD, request, back), asked)


def of_account(session: Session, wish: str, findings: Findings, back: Step) -> Moved:
    """It says of which utility it is, so that nobody is asked. Who must say who they are does so first."""
    form = session.rules.form(session.errand)
    if form.person and session.person is None:
        return go(session, InsertCard(ANY, "id_card"))
    if not form.account:
        return without_account(session)
    if findings.found_by is None or not findings.accounts:
        return tell(session, "account_unknown", back)
    account = findings.accounts[0]
    said = (Said(UTILITY, account.utility),)
    draft = Draft(session.errand, said, account=ChosenAccount(account, findings.found_by))
    return go(session, AskField(draft, first_question(draft)))


def may_name_none(session: Session) -> bool:
    """Whoever has said who they are can be called: they need not know their account."""
    return session.person is not None and _asks_for_account(session)


def without_account(session: Session) -> Moved:
    return go(session, AskField(Draft(session.errand)))


def before_the_questions(session: Session) -> Step | None:
    """How the account is found; None where a form is about none."""
    return ChooseFinding(HOUSEHOLD) if _asks_for_account(session) else None


def first_question(draft: Draft) -> int:
    """Of which utility it is, the account has said."""
    return 1 if draft.account else 0


def _asks_for_account(session: Session) -> bool:
    service = session.rules.service(session.errand)
    return service is not None and service.kind == "request" and session.rules.form(service.name).account
