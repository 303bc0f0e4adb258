"""The branch's own texts to customers: written in versions, approved by somebody else, withdrawn with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.contact.customer_texts import levels, require_clean, shipped_texts, texts_in_use
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.contact.claims import accounts_in
from collectdesk.domain.contact.texts import (
    CALLER,
    OF_A_VISIT,
    PLACES,
    Text,
    TextState,
    filled,
    message_parts,
    require_template,
    sections,
)
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.contact import texts
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from collectdesk.store.contact.texts import KeptText
    from collectdesk.store.work import View, Work

TOUCHED = frozenset({Subject.RULES})


@dataclass(frozen=True, slots=True)
class TextLine:
    """A version for the screen: who made and decided it, and whether it is the one in use. Shipped ones have no id."""

    text_id: str
    text: Text
    in_use: bool
    made_by: str = ""
    made_at: datetime | None = None
    reason: str = ""
    decided_by: str = ""
    decision_reason: str = ""


@dataclass(frozen=True, slots=True)
class ListTexts(Lookup[tuple[TextLine, ...]]):
    """Every text with its versions, the newest first, what waits for approval before them."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "text.listed"

    def look(self, view: View) -> tuple[TextLine, ...]:
        names, used = account_names(view), set(texts_in_use(view))
        own = [
            TextLine(k.id, k.text, k.text in used, names.get(k.made_by, ""), k.made_at, k.reason,
                     names.get(k.decided_by, ""), k.decision_reason)
            for k in texts.own_texts(view)
        ]  # fmt: skip
        shipped = [TextLine("", text, text in used) for text in shipped_texts()]
        order = sorted(
            [*own, *shipped], key=lambda each: (each.text.code, each.text.language, -each.text.version)
        )
        return tuple(sorted(order, key=lambda each: each.text.state is not TextState.WAITING))


@dataclass(frozen=True, slots=True)
class WriteText(Change[str]):
    """Write a new version of a text; it is used once somebody else has approved it."""

    needs: ClassVar = Permission.KEEP_TEXTS
    action: ClassVar = "text.written"
    touches: ClassVar = TOUCHED

    code: str
    language: str
    title: str
    body: str
    sentences: tuple[str, ...] = ()
    reason: str = ""

    def carry_out(self, work: Work) -> str:
        known = _shipped(self.code, self.language)
        kept = tuple(one.strip() for one in self.sentences if one.strip())
        text = replace(
            known, title=self.title.strip(), body=self.body.strip(), sentences=kept, state=TextState.WAITING
        )
        require_sound(text)
        if not self.reason.strip():
            raise Refused("text.reason_missing", field="reason")
        text_id = texts.add_text(work, text, self.reason.strip())
        work.note(text=text_id, code=self.code, language=self.language)
        return text_id


def require_sound(text: Text) -> None:
    """What every version has to hold before anybody is asked to approve it; raises Refused naming the field."""
    require_template(text.kind, text.title, text.body, levels().sections_of(text.levels), text.levels)
    for field, said in (("title", text.title), ("body", text.body), ("sentences", "\n".join(text.sentences))):
        require_clean(said, field)
        if accounts_in(said):
            raise Refused("text.account_named", field=field)
    if any("{" in one or "}" in one for one in text.sentences):
        raise Refused("text.sentence_filled", field="sentences")


def _shipped(code: str, language: str) -> Text:
    found = next((t for t in shipped_texts() if (t.code, t.language) == (code, language)), None)
    if found is None:
        raise Refused("text.unknown", field="code")
    return found


@dataclass(frozen=True, slots=True)
class DecideText(Change[None]):
    """Approve a version, which then stands above the one before, or refuse it saying why."""

    needs: ClassVar = Permission.APPROVE_TEXT
    action: ClassVar = "text.decided"
    four_eyes: ClassVar = "four_eyes.own_text"
    timed: ClassVar = True
    touches: ClassVar = TOUCHED

    text_id: str
    approve: bool
    reason: str = ""

    def makers(self, view: View) -> frozenset[str]:
        return frozenset({texts.own_text(view, self.text_id).made_by})

    def carry_out(self, work: Work) -> None:
        kept = _waiting(work, self.text_id)
        if not self.approve and not self.reason.strip():
            raise Refused("text.reason_missing", field="reason")
        if self.approve:
            require_sound(kept.text)  # the list of phrases may have grown since it was written
        state = TextState.APPROVED if self.approve else TextState.REFUSED
        texts.decide_text(
            work,
            kept,
            state,
            decided_by=work.actor.id,
            decided_at=work.now,
            decision_reason=self.reason.strip(),
        )
        work.note(text=kept.id, approved=self.approve)


@dataclass(frozen=True, slots=True)
class WithdrawText(Change[None]):
    """Take an approved version out of use; the one before it, or the shipped one, is used again."""

    needs: ClassVar = Permission.APPROVE_TEXT
    action: ClassVar = "text.withdrawn"
    touches: ClassVar = TOUCHED

    text_id: str
    reason: str

    def carry_out(self, work: Work) -> None:
        kept = texts.own_text(work, self.text_id)
        if kept.text.state is not TextState.APPROVED:
            raise Refused("text.not_in_use", state=kept.text.state)
        if not self.reason.strip():
            raise Refused("text.reason_missing", field="reason")
        texts.decide_text(work, kept, TextState.WITHDRAWN, decision_reason=self.reason.strip())
        work.note(text=kept.id)


def _waiting(view: View, text_id: str) -> KeptText:
    kept = texts.own_text(view, text_id)
    if kept.text.state is not TextState.WAITING:
        raise Refused("text.not_waiting", state=kept.text.state)
    return kept


def sample_of(text: Text) -> tuple[str, int]:
    """A text with its places named instead of filled, without section marks; and the parts a message has."""
    named = filled(text.body, {place: f"〔{place}〕" for place in (*PLACES, *OF_A_VISIT, CALLER)})
    parts = sections(named)
    plain = "\n\n".join(part for part in parts.values() if part)
    return plain, message_parts(plain)
