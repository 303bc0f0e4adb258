"""Owns the Timeline tab: everything that happened, newest first, filtered by kind."""

from __future__ import annotations

from collections import Counter

from collectdesk.desk.files import CustomerFile
from collectdesk.ui.casefile.tab import Host, Tab
from collectdesk.ui.office import Office
from collectdesk.ui.parts.card import Card, row
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
        self.text.setMaximumWidth(220)
        self.timeline = Timeline(self.speech)
        self.timeline.setMinimumHeight(180)
        card = Card(flush=True)
        card.body.setContentsMargins(6, 0, 6, 0)
        card.add(row(self.filter, None, self.text))
        card.add(self.timeline, 1)
        self.body.addWidget(card, 1)
        self.filter.picked.connect(lambda _id: self._show())
        self.text.searched.connect(lambda _text: self._show())

    def show_file(self, file: CustomerFile) -> None:
        counted = Counter(event.kind for event in file.timeline)
        self.filter.show_segments(
            [
                Segment(group, sentence, count)
                for group, sentence, kinds in GROUPS
                if (count := sum(counted[kind] for kind in kinds)) or group == "all"
            ]
        )
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

    def focus_first(self) -> None:
        self.timeline.setFocus()
