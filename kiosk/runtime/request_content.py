"""What was answered to a form, as the gateway has it, and back again where somebody goes on with it."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final

from kiosk.session.forms import (
    ON_THE_CARD,
    TYPED,
    UTILITY,
    Draft,
    Form,
    FormField,
    Person,
    Said,
    on_card,
    words_of,
)
from kiosk.session.rules import Rules
from kiosk.session.secret import Secret
from kiosk.texts import Texts
from kiosk.wire.requests import Consent, FieldAnswer, RequestContent, Unfinished

REFUSALS: Final = {"request_open": "request_open", "rate_limited": "too_many_tries"}
"""What residents are told of codes of the gateway, whether they send or keep."""


class RequestContents:
    def __init__(self, rules: Rules, texts: Texts) -> None:
        """`texts` are the Chinese words, which are what is sent."""
        self._rules = rules
        self._zone = timezone(timedelta(seconds=rules.utc_offset_s))
        self._texts = texts

    def of(self, draft: Draft, person: Person | None = None) -> RequestContent:
        form = self._rules.form(draft.service)
        fields = tuple(
            FieldAnswer(field.name, self._text(form, field, said, person))
            for field in form.fields
            if (said := draft.answer(field.name)) is not None
        )
        return RequestContent(draft.service, fields, draft.utility or None)

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
        return Draft(content.service, said, request_id=kept.request_id, revision=kept.revision)

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
