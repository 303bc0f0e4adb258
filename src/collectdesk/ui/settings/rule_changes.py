"""Owns what a person does with the rule that is chosen: confirm its citation, loosen it for a time, restore it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.rules.rulekeeping import ConfirmCitation, LoosenRule, RestoreRule
from collectdesk.domain.rules.changes import SOFTER
from collectdesk.domain.rules.packs import Certainty, Outcome, Rule
from collectdesk.terms_rules import OUTCOMES, change_line
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.rules.ruling import RulesToday
    from collectdesk.ui.office import Office


class RuleChanges(QWidget):
    """The changes made so far, and the forms for new ones as far as the person may."""

    def __init__(self, office: Office, tell: Callable[[Note], None]) -> None:
        super().__init__()
        self.office, self._tell, self._rule = office, tell, ""
        speech = office.speech
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        self.made = label(None, "", "mute", wrap=True)
        inside.addWidget(self.made)
        self.citation, self.loosening = Form(speech), Form(speech)
        self.citation.add("source", mark("Read &where"), TextEdit(), needed=True,
                          hint=mark("The gazette or the issuer's page, with its date."))  # fmt: skip
        self.citation.add("clause_zh", mark("Clause in Chinese"), TextEdit())
        self.citation.add("clause_en", mark("Clause in English"), TextEdit())
        self.confirm = button(speech, mark("Confirm the citation"), self._confirm)
        self.drafts = {
            id(form): FormDraft(office, name, form, names=names)
            for form, name, names in (
                (self.citation, "citation", None),
                (self.loosening, "loosening", ("reason",)),
            )
        }
        self.confirming = self._card(mark("Citation read at its source"), self.citation, self.confirm)
        offered = tuple((one.value, OUTCOMES[one]) for one in SOFTER)
        self.loosening.add("outcome", mark("It then"), Choices(speech, offered), needed=True)
        self.loosening.add("until_on", mark("Until the end of"), DateEdit(speech, lambda: office.desk.now().date()),
                           hint=mark("Empty: until somebody restores it."))  # fmt: skip
        self.loosening.add("reason", mark("&Reason"), TextEdit(), needed=True)
        self.loosen = button(speech, mark("Loosen the rule"), self._loosen)
        self.restore = button(speech, mark("Restore the rule"), self._restore)
        self.softening = self._card(mark("Loosen the rule"), self.loosening, self.restore, self.loosen)
        for card in (self.confirming, self.softening):
            inside.addWidget(card)

    def _card(self, title: str, form: Form, *buttons: QWidget) -> Card:
        card = Card(self.office.speech, title)
        card.add(self.drafts[id(form)])
        card.add(form)
        card.add(row(None, *buttons))
        return card

    def show_rule(self, rule: Rule | None, shown: RulesToday | None) -> None:
        """Show what was done to a rule and what may be done."""
        may, words = self.office.may, self.office.words
        self._rule = rule.id if rule else ""
        for draft in self.drafts.values():
            draft.about(self._rule)
        lines = shown.changes_of(rule.id) if rule and shown else ()
        told = [change_line(words, line.change, line.by) for line in lines]
        self.made.setText("\n".join(told))
        self.made.setVisible(bool(told))
        loosened = rule is not None and shown is not None and shown.loosening_of(rule.id) is not None
        softer = rule is not None and rule.outcome in (Outcome.REFUSED, Outcome.NEEDS_REASON)
        self.confirming.setVisible(
            rule is not None and may(ConfirmCitation.needs) and rule.certainty is not Certainty.READ
        )
        self.softening.setVisible((softer and may(LoosenRule.needs)) or (loosened and may(RestoreRule.needs)))
        self.restore.setVisible(loosened)
        self.loosen.setVisible(softer and may(LoosenRule.needs))
        self.loosening.setVisible(softer and may(LoosenRule.needs))

    def _confirm(self) -> None:
        said = self.citation.read()
        if said is not None and self._rule:
            deed = ConfirmCitation(
                self._rule, said["source"] or "", said["clause_zh"] or "", said["clause_en"] or ""
            )
            self._run(deed, self.citation, mark("The citation is confirmed."))

    def _loosen(self) -> None:
        said = self.loosening.read()
        if said is not None and self._rule:
            deed = LoosenRule(self._rule, Outcome(said["outcome"]), said["reason"], said["until_on"])
            self._run(deed, self.loosening, mark("The rule is loosened; it is in the trail."))

    def _restore(self) -> None:
        if self._rule:
            self._run(RestoreRule(self._rule), self.loosening, mark("The rule stands as its pack says."))

    def _run(self, deed: Any, form: Form, sentence: str) -> None:
        def done(_made: object) -> None:
            self.drafts[id(form)].done()
            self._tell(Note(self.office.say(sentence)))

        def failed(error: BaseException) -> None:
            if not form.take_refusal(error):
                self._tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

        self.office.run(deed, owner=self, done=done, failed=failed)
