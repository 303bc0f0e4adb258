"""Owns the form of a batch: the same notice to many customers, and the list of whom a rule stopped and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectdesk.desk.contact.notice_batches import BatchLine, MakeBatch
from collectdesk.desk.contact.notice_content import kind_of
from collectdesk.terms_trouble import sentence
from collectdesk.ui.casefile.person_forms import SideForm
from collectdesk.ui.casefile.tab import english
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.ticks import Ticks
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.words import CHINESE, ENGLISH, Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.contact.noticing import Offered
    from collectdesk.domain.contact.notices import Level
    from collectdesk.ui.office import Office


def _why(words: Words, line: BatchLine) -> str:
    if line.made is not None:
        return line.made.number
    return sentence(words, line.refused).replace("\n", " ") if line.refused is not None else ""


RESULTS: tuple[Column[BatchLine], ...] = (
    Column(mark("Customer"), lambda _w, b: b.name, Kind.BOLD, width=90),
    Column(mark("Customer no."), lambda _w, b: b.customer_no, Kind.MUTED),
    Column(mark("What came of each"), _why, stretch=True),
)


class BatchForm(SideForm):
    """Level, way and language for everybody; who may not get it is named afterwards."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Notices to many"), mark("Write the notices"), "notice_batch")
        self._office = office
        self._offered: Offered | None = None
        self.numbers: tuple[int, ...] = ()
        self.level, self.channel = PickOne(office.speech), PickOne(office.speech)
        languages = [(CHINESE, mark("Chinese")), (ENGLISH, mark("English"))]
        self.language = PickOne(office.speech, languages, must=True)
        self.sentences = Ticks()
        self.form.add("level", mark("Level"), self.level, needed=True)
        self.form.add("channel", mark("Way"), self.channel, needed=True)
        self.form.add("language", mark("Language"), self.language)
        self.form.add("sentences", mark("Add"), self.sentences)
        self.form.add("reason", mark("Reason"), TextEdit(longest=200),
                      hint=mark("Only where the clock or a rule asks for one"))  # fmt: skip
        self.defaults = {"language": CHINESE}
        self.count = label(None, "", "mute", wrap=True)
        self.body.insertWidget(0, self.count)
        for field in (self.level, self.channel, self.language):
            field.edited.connect(self._suit)

    def offer(self, offered: Offered) -> None:
        """The levels and texts there are."""
        self._offered = offered
        chinese = self._office.words.is_chinese
        self.level.offer([(level.code, level.name.text(chinese=chinese)) for level in offered.levels])
        self._suit()

    def begin_for(self, numbers: tuple[int, ...]) -> None:
        """Begin for these customers of a list."""
        self.numbers = numbers
        said = mark("To {count} customers, each judged by itself; whom a rule stops is named afterwards.")
        self.count.setText(self._office.say(said, count=self._office.words.number(len(numbers))))
        self.form.focus("level")

    def _level(self) -> Level | None:
        levels = self._offered.levels if self._offered else ()
        return next((level for level in levels if level.code == self.level.value()), None)

    def _suit(self) -> None:
        level = self._level()
        channels = level.channels if level else ()
        self.channel.offer([(each, english(each)) for each in channels])
        if channels and self.channel.value() is None:
            self.channel.put(channels[0])
        channel = self.channel.value()
        texts = self._offered.texts if self._offered and channel else ()
        text = next(
            (
                each
                for each in texts
                if level is not None
                and each.kind is kind_of(channel)
                and each.language == self.language.value()
                and level.code in each.levels
            ),
            None,
        )
        self.sentences.offer(text.sentences if text else ())
        self.form.show_line("sentences", bool(text and text.sentences))

    def deed(self, values: dict[str, Any]) -> MakeBatch:
        """What was chosen, as the desk takes it."""
        return MakeBatch(
            (), values["level"], values["channel"], values["language"], values["sentences"] or (),
            values["reason"] or "", self.numbers,
        )  # fmt: skip
