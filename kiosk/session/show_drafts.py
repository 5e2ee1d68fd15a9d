"""Screens of a request that is left half-way: shall it be kept, is it, shall it be gone on with."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kiosk.session.events import AnewTapped, DropTapped, FinishTapped, KeepTapped, ResumeTapped
from kiosk.session.model import Session
from kiosk.session.show_parts import back_button, day_of, frame
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.steps import Step
from kiosk.session.steps_drafts import AskingDraft, DraftIsKept, KeepingDraft, OfferDraft, OfferKeeping
from kiosk.session.view import Button, Fact, ScreenView, Waiting, text


def asking_draft(session: Session, step: AskingDraft) -> ScreenView:
    title = text("draft.asking.title")
    return ScreenView(
        "waiting",
        title=title,
        prompt=text("draft.asking.prompt"),
        waiting=Waiting(),
        frame=frame(session, back=back_button()),
        spoken=spoken_while_waiting(session, title),
    )


def offer_draft(session: Session, step: OfferDraft) -> ScreenView:
    return ScreenView(
        "choices",
        title=text("draft.offer.title"),
        prompt=text("draft.offer.prompt", day=day_of(date.fromisoformat(step.draft.kept.kept_on))),
        choices=(
            Button(
                "resume",
                text("draft.resume"),
                ResumeTapped(),
                note=text("draft.resume_note"),
                icon="apply",
                tone="primary",
            ),
            Button(
                "anew", text("draft.anew"), AnewTapped(), note=text("draft.anew_note"), icon="comfort_repeat"
            ),
        ),
        frame=frame(session, back=back_button()),
        spoken=text("draft.offer.spoken"),
    )


def offer_keeping(session: Session, step: OfferKeeping) -> ScreenView:
    shown = bool(session.rules.form(step.draft.service).documents)
    return ScreenView(
        "choices",
        title=text("draft.keep.title"),
        prompt=text("draft.keep.prompt_photographs" if shown else "draft.keep.prompt"),
        choices=(
            Button(
                "keep",
                text("draft.keep.yes"),
                KeepTapped(),
                note=text("draft.keep.yes_note"),
                icon="id_card",
                tone="primary",
            ),
            Button(
                "drop", text("draft.keep.no"), DropTapped(), note=text("draft.keep.no_note"), icon="cross"
            ),
        ),
        frame=frame(session, back=back_button()),
        spoken=text("draft.keep.spoken"),
    )


def keeping_draft(session: Session, step: KeepingDraft) -> ScreenView:
    title = text("draft.keeping.title")
    return ScreenView(
        "waiting",
        title=title,
        prompt=text("draft.keeping.prompt"),
        waiting=Waiting(),
        frame=frame(session, exit_=False),
        spoken=spoken_while_waiting(session, title),
    )


def draft_is_kept(session: Session, step: DraftIsKept) -> ScreenView:
    finish = Button("finish", text("frame.finish"), FinishTapped(), tone="primary")
    return ScreenView(
        "done",
        title=text("draft.kept.title"),
        prompt=text("draft.kept.prompt"),
        mark="done",
        facts=(Fact(text("draft.kept.until"), day_of(date.fromisoformat(step.until))),),
        frame=frame(session, primary=finish),
        spoken=text("draft.kept.spoken"),
    )


SCREENS: dict[type[Step], Callable[[Session, Any], ScreenView]] = {
    AskingDraft: asking_draft,
    OfferDraft: offer_draft,
    OfferKeeping: offer_keeping,
    KeepingDraft: keeping_draft,
    DraftIsKept: draft_is_kept,
}
