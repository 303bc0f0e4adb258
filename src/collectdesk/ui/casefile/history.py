"""Owns the Timeline tab: everything that happened, filtered; entries on the wrong customer are marked here."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QTimer

from collectdesk.desk.customers.correcting import Corrected, CorrectEntry
from collectdesk.desk.customers.files import CustomerFile, Event
from collectdesk.domain.people.people import Permission
from collectdesk.terms import code_term
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.tab import Host, Tab
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.happened import GROUPS, timeline_event
from collectdesk.ui.parts.search_edit import SearchEdit
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.timeline import Timeline
from collectdesk.words import mark


class HistoryTab(Tab):
    """The timeline with its chips; only kinds that happened have a chip."""

    sentence = mark("Timeline")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.filter = Segments(self.speech, mark("Show"))
        self.text = SearchEdit(self.speech, mark("Words in the timeline"), mark("Search the timeline"))
        self.text.setMinimumWidth(80)  # the chips need the line on a narrow screen
        self.text.setMaximumWidth(220)
        self.timeline = Timeline(self.speech)
        self.timeline.setMinimumHeight(180)
        self.wrong_button = button(
            self.speech, mark("Wrong customer"), self.begin_correction, icon="user-check"
        )
        card = Card(flush=True)
        card.body.setContentsMargins(6, 0, 6, 0)
        card.add(row(self.filter, None, self.text))
        card.add(self.timeline, 1)
        card.add(row(None, self.wrong_button))
        self.body.addWidget(card, 1)
        self.body.addWidget(self._correction())
        self.filter.picked.connect(lambda _id: self._show())
        self.text.searched.connect(lambda _text: self._show())
        self.timeline.moved.connect(self._moved)

    def _correction(self) -> ActForm:
        self.correction = ActForm(
            self.office, mark("This entry belongs to another customer"), mark("Mark it and take back what it caused"),
            kept_as="wrong_customer",
        )  # fmt: skip
        self.about = label(None, "", "mute", wrap=True)
        self.correction.body.insertWidget(0, self.about)  # which entry it is stands above what is asked
        self.correction.form.add("reason", mark("How it came about"), TextEdit(self.speech), needed=True)
        self.correction.form.add(
            "right_case_no", mark("Case it belongs to"), TextEdit(self.speech, "AJ-"),
            hint=mark("If known: a contact is entered there as it happened, a record with its waiting visit."),
        )  # fmt: skip
        self.correction.add_act(mark("Cancel"), self.end_correction, look="quiet")
        self.correction.submitted.connect(self._correct)
        self.correction.hide()
        return self.correction

    def show_file(self, file: CustomerFile) -> None:
        counted = Counter(event.kind for event in file.timeline)
        self.filter.show_segments(
            [
                Segment(group, sentence, count)
                for group, sentence, kinds in GROUPS
                if (count := sum(counted[kind] for kind in kinds)) or group == "all"
            ]
        )
        self.wrong_button.setVisible(self.may(Permission.WORK_CASES))
        self.correction.belongs_to(file.customer.id)
        self._show()

    def _show(self) -> None:
        if self.file is None:
            return
        chosen = self.filter.chosen or "all"
        kinds = next(kinds for group, _, kinds in GROUPS if group == chosen)
        words = self.office.words
        events = [timeline_event(words, at, e) for at, e in enumerate(self.file.timeline) if e.kind in kinds]
        wanted = self.text.text().strip().casefold()
        self.timeline.show_events([e for e in events if wanted in f"{e.head} {e.text}".casefold()])
        self._moved()

    # ---- an entry on the wrong customer

    def chosen_entry(self) -> Event | None:
        """The event under the cursor, if it is an entry that can still be marked."""
        key: Any = self.timeline.chosen
        if key is None or self.file is None or not self.may(Permission.WORK_CASES):
            return None
        event = self.file.timeline[key[2]]
        return event if event.facts.get("entry") and not event.facts.get("struck") else None

    def _moved(self) -> None:
        self.wrong_button.setEnabled(self.chosen_entry() is not None)
        if self.correction.isVisible():
            self._say_about()

    def begin_correction(self) -> None:
        """Open the form about the event under the cursor."""
        if self.chosen_entry() is None:
            return
        self.correction.show()
        self._say_about()
        self.correction.form.focus("reason")
        QTimer.singleShot(0, lambda: self.ensureWidgetVisible(self.correction.act, 0, 16))  # laid out by then

    def _say_about(self) -> None:
        event = self.chosen_entry()
        self.correction.act.setEnabled(event is not None)
        if event is None:
            self.about.setText(
                self.office.say(
                    mark("Choose a contact, a visit record, a promise or a hold in the timeline.")
                )
            )
            return
        told = timeline_event(self.office.words, 0, event)
        self.about.setText(f"{told.head}  ·  {told.text.splitlines()[0]}")

    def end_correction(self) -> None:
        """Hide the form; what is typed stays in it for this customer."""
        self.correction.hide()
        self.timeline.setFocus()

    def _correct(self, values: dict[str, Any]) -> None:
        event = self.chosen_entry()
        if event is None:
            self.correction.act.setEnabled(False)
            return
        kind, entry_id = event.facts["entry"]
        deed = CorrectEntry(self.case_id, kind, entry_id, values["reason"], values["right_case_no"] or "")
        self.run(deed, self._corrected, self.correction.refuse)

    def _corrected(self, done: Corrected) -> None:
        words = self.office.words
        self.correction.finish()
        self.end_correction()
        effects = ("；" if words.is_chinese else "; ").join(
            code_term(words, "correction", code) for code in done.effects
        )
        said = words.say(mark("Marked as another customer's; the entry stays to be seen."))
        self.host.confirm(f"{said} {effects}".strip())

    def focus_first(self) -> None:
        self.timeline.setFocus()
