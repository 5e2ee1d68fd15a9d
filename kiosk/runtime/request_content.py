"""What was answered to a form, as the gateway has it, and back again where somebody goes on with it."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final

from msgspec.structs import replace

from kiosk.runtime.questions import look_up_request
from kiosk.session.forms import (
    AS_CARD,
    ON_THE_CARD,
    TYPED,
    UTILITY,
    ChosenAccount,
    Draft,
    Form,
    FormField,
    KeptAs,
    Person,
    Said,
    on_card,
    words_of,
)
from kiosk.session.household import Account, FoundBy
from kiosk.session.problems import SERVICE_CLOSED
from kiosk.session.rules import Rules
from kiosk.session.secret import Secret
from kiosk.texts import Texts
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.requests import (
    ACCOUNT_NUMBER,
    ID_NUMBER,
    PERSON_ADDRESS,
    PERSON_NAME,
    Consent,
    FieldAnswer,
    RequestContent,
    Unfinished,
)

_SHOWN_FIRST, _SHOWN_LAST = 3, 4
"""Of an account's number, as the gateway masks them."""
_SHOWN_OF_SHORT = 2
"""The last of one that has no more digits than those would show."""

REFUSALS: Final = {
    "request_open": "request_open",
    "rate_limited": "too_many_tries",
    "service_unknown": SERVICE_CLOSED,
}
"""What residents are told of codes of the gateway, whether they send or keep."""


class RequestContents:
    def __init__(self, rules: Rules, texts: Texts) -> None:
        """`texts` are the Chinese words, which are what is sent."""
        self._rules = rules
        self._zone = timezone(timedelta(seconds=rules.utc_offset_s))
        self._texts = texts

    def of(self, draft: Draft, person: Person | None = None) -> RequestContent:
        """The answers alone, as they are kept for whoever goes on with them."""
        form = self._rules.form(draft.service)
        fields = tuple(
            FieldAnswer(field.name, self._text(form, field, said, person))
            for field in form.fields
            if (said := draft.answer(field.name)) is not None
        )
        account_id = draft.account.account.account_id if draft.account else None
        return RequestContent(draft.service, fields, draft.utility or None, account_id)

    def whole(self, draft: Draft, person: Person | None) -> RequestContent:
        """With who asks, for the people who do it."""
        content = self.of(draft, person)
        return replace(content, fields=(*_whose(draft, person), *content.fields)) if person else content

    def found_by(self, draft: Draft) -> LookUpRequest | None:
        """What its account was found by."""
        return look_up_request(draft.account.found_by) if draft.account else None

    def consent(self, words: str, draft: Draft) -> Consent:
        """`words`: to which they have agreed."""
        given_at = datetime.fromtimestamp(draft.agreed_wall_s, self._zone)
        return Consent(words, given_at.isoformat(timespec="seconds"))

    def _text(self, form: Form, field: FormField, said: Said, person: Person | None) -> str:
        """A choice's stem, or a day, as it is; of a line or of words what stood there, in Chinese; a name
        or a place of the identity card, as it stands there."""
        if said.stem == ON_THE_CARD and person is not None:
            return on_card(person, field)
        if said.typed.value:
            return said.typed.value
        if field.kind in {"choice", "date"}:
            return said.stem
        return self._texts[words_of(form.service, field.name, said.stem)]

    def draft_of(self, kept: Unfinished, person: Person) -> Draft:
        """An answer that nobody can give any more is left out."""
        content = kept.content
        form = self._rules.form(content.service)
        said = tuple(self._said(form, content, person))
        if content.utility:
            said = (Said(UTILITY, content.utility), *said)
        kept_as = KeptAs(kept.request_id, kept.revision, there=True)
        return Draft(content.service, said, account=_account_in(content), kept=kept_as)

    def _said(self, form: Form, content: RequestContent, person: Person) -> Iterator[Said]:
        told = {answer.name: answer.text for answer in content.fields}
        for field in form.fields:
            text = told.get(field.name, "")
            if field.kind in TYPED and text:
                yield Said(field.name, typed=Secret(text))
            elif text:
                stems = (
                    stem for stem in self._stems(field, text) if self._means(form, field, stem, text, person)
                )
                yield from (Said(field.name, stem) for stem in list(stems)[:1])

    def _stems(self, field: FormField, text: str) -> tuple[str, ...]:
        """Days are not listed in a form: the session knows which may still be chosen."""
        return (text,) if field.kind == "date" else field.choices

    def _means(self, form: Form, field: FormField, stem: str, text: str, person: Person) -> bool:
        return self._text(form, field, Said(field.name, stem), person) == text


def _whose(draft: Draft, person: Person) -> Iterator[FieldAnswer]:
    """The address only where something shall be as it stands on the card."""
    takes_over = any(said.stem == AS_CARD for said in draft.said)
    told = {PERSON_NAME: person.name, ID_NUMBER: person.number}
    told |= {PERSON_ADDRESS: person.address} if takes_over else {}
    yield from (FieldAnswer(name, secret.value) for name, secret in told.items() if secret.value)


def _account_in(content: RequestContent) -> ChosenAccount | None:
    """As it was kept: found again by its number, which the gateway tells in full. None in a draft that names
    none."""
    number = next((each.text for each in content.fields if each.name == ACCOUNT_NUMBER), "")
    if not (number and content.account_id and content.utility):
        return None
    account = Account(content.account_id, content.utility, _masked(number), address_masked="")
    return ChosenAccount(account, FoundBy("account", Secret(number), content.utility))


def _masked(number: str) -> str:
    hidden = len(number) - _SHOWN_FIRST - _SHOWN_LAST
    if hidden > 0:
        return f"{number[:_SHOWN_FIRST]}{'*' * hidden}{number[-_SHOWN_LAST:]}"
    hidden = len(number) - _SHOWN_OF_SHORT
    return f"{'*' * hidden}{number[hidden:]}" if hidden > 0 else "*" * len(number)
