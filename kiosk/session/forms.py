"""What residents can ask for beside paying, as data: the questions of a form, and the answers so far."""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.session.household import Account, FoundBy
from kiosk.session.secret import Secret

FieldKind: TypeAlias = Literal["choice", "line", "name", "words", "phone", "count", "date"]

UTILITY = "utility"
"""The question of which utility it is, before those of the form."""

ON_THE_CARD = "on_card"
"""The answer to whose name or which place it is, of whoever has shown their identity card."""

AS_CARD = "as_card"
"""The answer that something shall be as it stands on the identity card: then its address leaves, too."""

TYPED: frozenset[FieldKind] = frozenset({"phone", "count"})
"""What is answered with the keypad; everything else by a tap."""


ALIKE = frozenset({UTILITY, "phone"})
"""Questions that every service asks in the same words."""


def words_of(service: str, field: str, word: str) -> str:
    """The key of a question's texts: its title, prompt, short name, or one of its answers."""
    return f"form.{field}.{word}" if field in ALIKE else f"form.{service}.{field}.{word}"


class FormField(Struct, frozen=True):
    """One question. `choices` are stems of texts: `form.<service>.<name>.<choice>`.

    Of a line or of words the chosen text is sent, in Chinese; of a choice its stem; of ON_THE_CARD
    what stands there. A date is one of the days ahead, or of `past_months`.
    """

    name: str
    kind: FieldKind
    required: bool = True
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    past_months: int = 0


class Document(Struct, frozen=True):
    """A paper to be photographed, of so many pages at most; its texts are as those of a question."""

    name: str
    required: bool = True
    most_pages: int = 1


class Form(Struct, frozen=True):
    """One service. `utilities`: of which it may be asked; none, it is asked of none in particular.

    `urgent` are the choices after which a resident is told what to do at once. `person`: only with an
    identity card. `account`: it is about an account, which is found before all questions and answers the one
    of which utility it is. `documents` are photographed after all is answered.
    """

    service: str
    fields: tuple[FormField, ...]
    utilities: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    person: bool = False
    account: bool = False
    documents: tuple[Document, ...] = ()

    @property
    def questions(self) -> tuple[FormField, ...]:
        """At least one."""
        if not self.utilities:
            return self.fields
        return (FormField(UTILITY, "choice", choices=self.utilities), *self.fields)


class Said(Struct, frozen=True):
    """The answer to one question: a choice's stem, or what was typed."""

    field: str
    stem: str = ""
    typed: Secret = Secret("")


class Photograph(Struct, frozen=True):
    """A page that was photographed. `picture` is the number under which the machine holds it, in its memory
    alone: the session never has the picture itself."""

    document: str
    page: int
    picture: int


class ChosenAccount(Struct, frozen=True):
    """The account that is meant, and what it was found by; of a draft that is gone on with, its number in
    full, which the gateway tells to its owner's identity card and no display shows."""

    account: Account
    found_by: FoundBy


class KeptAs(Struct, frozen=True):
    """Under what a draft lies at the gateway because its owner asked for that, or may: its answers alone, and
    until it is sent, whatever becomes of a try. No `request_id`: nobody asked, or the machine has made none
    yet. `there`: the gateway has told it, and `kept_on` which day, YYYY-MM-DD. `unsure`: one try to keep it
    has left, and nobody knows whether it arrived."""

    request_id: str = ""
    revision: int = 0
    there: bool = False
    kept_on: str = ""
    unsure: bool = False

    @property
    def in_doubt(self) -> bool:
        """Whether nobody can say that something is kept, nor that nothing is."""
        return self.unsure and not self.there


class Draft(Struct, frozen=True):
    """A request that grows. `request_id` is the machine's, once it is on the disk, and serves every try.

    `agreed_wall_s` is when the resident agreed that it leaves. `unsure`: one try has left, and nobody knows
    whether it arrived; from then on nothing of it may change. `menu_page` is where it was chosen. `revision`
    counts the tries to send it; 0, none yet. `first_try` is the number of the first one: the next goes under
    its id, though nobody was told that yet. `drafted`: a try has left it at the gateway, to be sent once its
    photographs are there. `kept` has an id of its own.
    """

    service: str
    said: tuple[Said, ...] = ()
    request_id: str = ""
    agreed_wall_s: float = 0.0
    unsure: bool = False
    menu_page: int = 0
    photographs: tuple[Photograph, ...] = ()
    revision: int = 0
    account: ChosenAccount | None = None
    drafted: bool = False
    first_try: int = 0
    kept: KeptAs = KeptAs()

    @property
    def left_behind(self) -> bool:
        """The gateway has more of it, or may have, than its owner asked to keep. Without photographs it is
        either sent or not there."""
        return bool(self.request_id and (self.drafted or (self.unsure and self.photographs)))

    def of_document(self, name: str) -> tuple[Photograph, ...]:
        return tuple(each for each in self.photographs if each.document == name)

    def answer(self, field: str) -> Said | None:
        return next((each for each in self.said if each.field == field), None)

    @property
    def utility(self) -> str:
        chosen = self.answer(UTILITY)
        return chosen.stem if chosen else ""


class FiledRequest(Struct, frozen=True):
    """What the gateway made of a request. `due_on`: until when an answer is promised, YYYY-MM-DD."""

    service: str
    number: str
    due_on: str = ""
    urgent: bool = False


RequestState: TypeAlias = Literal["sent", "taken_up", "deferred", "transferred", "answered", "withdrawn"]

MAY_BE_WITHDRAWN: frozenset[RequestState] = frozenset({"sent", "taken_up", "deferred"})


OVER: frozenset[RequestState] = frozenset({"answered", "withdrawn"})


class KnownRequest(Struct, frozen=True):
    """What became of a request. `reply` is what its people say to it, for whoever has shown their card."""

    request_id: str
    service: str
    state: RequestState
    number: str
    due_on: str = ""
    reply: Secret = Secret("")


class Person(Struct, frozen=True):
    """Whoever has shown their identity card, while they are there."""

    number: Secret
    masked: str
    name: Secret = Secret("")
    address: Secret = Secret("")


def on_card(person: Person, field: FormField) -> str:
    """What stands on the card for such a question; empty where nothing does."""
    return person.name.value if field.kind == "name" else person.address.value
