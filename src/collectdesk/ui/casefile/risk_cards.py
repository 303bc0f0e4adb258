"""Owns the cards beside a risk check: the way to go with its talking points, what moved, and the override."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from collectdesk.desk.customers.files import KeptAssessment
from collectdesk.desk.risk.playbook import shipped_playbook
from collectdesk.domain.risk.overriding import OverrideCode, kept_override
from collectdesk.domain.risk.risk import RiskLevel, Strategy, compare_lines, kept_lines
from collectdesk.domain.risk.ways import Way
from collectdesk.terms_risk import (
    CHARACTERISTICS,
    LEVELS,
    OVERRIDE_CODES,
    STRATEGIES,
    reason_sentence,
)
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne
from collectdesk.ui.speech import Speech
from collectdesk.words import Words, mark


class WayCard(Card):
    """The approach of the suggested strategy in one sentence, what to say, and what never to do."""

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, mark("How to go about it"))
        self.ways: Mapping[Strategy, Way] = shipped_playbook().ways
        """Those in use, once the file has said which they are."""
        self.approach = label(None, "", "", wrap=True)
        self.points = label(None, "", "", wrap=True)
        self.never = label(None, "", "mute", wrap=True)
        for part in (self.approach, self.points, self.never):
            self.add(part)

    def show_way(self, words: Words, strategy: str) -> None:
        known = {each.value for each in Strategy}
        self.setVisible(strategy in known)
        if strategy not in known:
            return
        way = self.ways[Strategy(strategy)]
        self.approach.setText(way.approach.text(chinese=words.is_chinese))
        points = (point.text(chinese=words.is_chinese) for point in way.points)
        self.points.setText("\n".join(f"•  {point}" for point in points))
        never = (point.text(chinese=words.is_chinese) for point in way.never)
        self.never.setText("\n".join(f"✕  {point}" for point in never))


class MovedCard(Card):
    """What moved between the check before and the one in sight, and why."""

    MOST = 8

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, mark("What moved"))
        self.lines = label(None, "", "", wrap=True)
        self.add(self.lines)

    def show_move(self, words: Words, found: KeptAssessment, before: KeptAssessment | None) -> None:
        self.setVisible(before is not None)
        if before is None:
            return
        self.say_beside(words.say(mark("since {day}"), day=words.date(before.assessed_on)))
        self.lines.setText("\n".join(moved_lines(words, found, before)[: self.MOST]))


def moved_lines(words: Words, found: KeptAssessment, before: KeptAssessment) -> list[str]:
    """Level, way and card first, then each characteristic whose points moved, the largest first."""
    lines = []
    if before.level != found.level:
        lines.append(
            words.say(
                mark("Level: {before} → {after}"),
                before=words.say(LEVELS.get(before.level, before.level)),
                after=words.say(LEVELS.get(found.level, found.level)),
            )
        )
    if before.strategy != found.strategy:
        lines.append(
            words.say(
                mark("Way: {before} → {after}"),
                before=words.say(STRATEGIES.get(before.strategy, before.strategy)),
                after=words.say(STRATEGIES.get(found.strategy, found.strategy)),
            )
        )
    if (before.scorecard_id, before.scorecard_version) != (found.scorecard_id, found.scorecard_version):
        lines.append(
            words.say(
                mark("Another scorecard: {card} {version}"),
                card=found.scorecard_id,
                version=found.scorecard_version,
            )
        )
    for moved in compare_lines(kept_lines(before.detail), kept_lines(found.detail)):
        lines.append(
            words.say(
                mark("{points:+d} {what}: {reason}"),
                points=moved.after - moved.before,
                what=words.say(CHARACTERISTICS.get(moved.characteristic, moved.characteristic)),
                reason=reason_sentence(words, moved.reason_key, moved.value),
            )
        )
    return lines or [words.say(mark("Nothing moved: the file says what it said then."))]


def override_line(words: Words, found: KeptAssessment, by: str, day: date) -> str:
    """Who overrules the card, until when and why; empty where nobody does."""
    word = kept_override(found.detail)
    if word is None:
        return ""
    card = found.detail.get("card", {})
    said = words.say(
        mark("{name} overrules the scorecard ({level}, {way}) until {until}: {code}. {reason}"),
        name=by,
        level=words.say(LEVELS.get(card.get("level", ""), "")),
        way=words.say(STRATEGIES.get(card.get("strategy", ""), "")),
        until=words.date(word.until_on),
        code=words.say(OVERRIDE_CODES[word.code.value]),
        reason=word.reason,
    )
    if word.stands_on(day):
        return said
    return f"{said} {words.say(mark('It has lapsed: check again.'))}"


def override_form(office: Office, today: Callable[[], date]) -> ActForm:
    """The form in which a person puts their word in place of the card's."""
    speech = office.speech
    made = ActForm(office, mark("Overrule the scorecard"), mark("Overrule"), kept_as="risk_override")
    form = made.form
    levels = [(each, LEVELS[each.value]) for each in RiskLevel]
    allowed = [each for each in Strategy if each is not Strategy.PAUSE]
    strategies = [(each, STRATEGIES[each.value]) for each in allowed]
    codes = [(each, OVERRIDE_CODES[each.value]) for each in OverrideCode]
    form.add("level", mark("Level"), PickOne(speech, levels), hint=mark("Blank leaves the scorecard's own."))
    form.add("strategy", mark("Way"), PickOne(speech, strategies))
    form.add("code", mark("Because of"), PickOne(speech, codes), needed=True)
    form.add("reason", mark("Reason"), NoteEdit(speech, mark("What was seen or heard"), lines=2), needed=True)
    form.add(
        "until_on", mark("Until"), DateEdit(speech, today), hint=mark("Blank: 30 days. Then the card speaks.")
    )
    return made
