"""Sentences of a visit's worth: the verdict, what it costs, the other ways, what it all rests on, the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.risk.worth import Means
from collectdesk.terms_risk import CARE, FIGURES, LEVELS, MARKS, MEANS, STRATEGIES, visit_reason
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.risk.weighed import Weighed
    from collectdesk.domain.risk.worth import Figure
    from collectdesk.words import Words

FREE: Final = mark("Only a suggestion: whoever does otherwise needn't say why.")


def verdict(w: Words, found: Weighed) -> str:
    """Whether it earns its cost, with the range that the uncertainty leaves."""
    worth = found.worth
    said = (
        mark("A trip of its own is likely to earn its cost: {net} net, between {low} and {high}.")
        if worth.worth_it
        else mark("A trip of its own is unlikely to earn its cost: {net} net, between {low} and {high}.")
    )
    return w.say(said, net=w.money(worth.net), low=w.money(worth.low), high=w.money(worth.high))


def break_even(w: Words, found: Weighed) -> str:
    """From which overdue amount on the visit earns its cost."""
    least = found.worth.break_even_overdue
    if least is None:
        return w.say(mark("no amount would earn it"))
    return w.say(
        mark("from {amount} overdue; owed is {overdue}"),
        amount=w.money(least),
        overdue=w.money(found.overdue),
    )


def trip_line(w: Words, found: Weighed) -> str:
    """Hours of two people and kilometres."""
    said = w.say(
        mark("{people} people, {minutes} min on the road and at the door, {km} km"),
        people=found.people,
        minutes=found.trip.travel_minutes + found.trip.service_minutes,
        km=f"{found.trip.metres / 1000:.1f}",
    )
    if found.is_located:
        return said
    return f"{said} {w.say(mark('(nobody has located the address: a usual way is assumed)'))}"


def risk_line(w: Words, found: Weighed) -> str:
    """The risk with the care it asks for."""
    parts = [w.say(LEVELS[found.level.value]), *(w.say(CARE[care.value]) for care in found.care)]
    return ("；" if w.is_chinese else "; ").join(parts)


def ways(w: Words, found: Weighed) -> list[tuple[str, str, str, str, bool]]:
    """Each way with what it brings, costs and leaves; the flag is on the best."""
    worth = found.worth
    rows = [(Means.VISIT, worth.expected_recovery + worth.address_value, worth.cost, worth.net)]
    rows += [(each.means, each.expected_recovery, each.cost, each.net) for each in worth.alternatives]
    return [
        (way_name(w, found, means), w.money(brings), w.money(cost), w.money(net), means is worth.best)
        for means, brings, cost, net in rows
    ]


def way_name(w: Words, found: Weighed, means: Means) -> str:
    """A joint trip names the visit it would go along with."""
    if means is Means.JOINT_TRIP and found.joint is not None:
        return w.say(
            mark("Along with {visit} on {day}"), visit=found.joint.visit_no, day=w.date(found.joint.on)
        )
    return w.say(MEANS[means.value])


def suggestion(w: Words, found: Weighed) -> str:
    """The next best step with its reasons."""
    reasons = [visit_reason(w, code) for code in found.suggestion.reasons]
    said = w.say(mark("Suggested next: {step}."), step=w.say(STRATEGIES[found.suggestion.strategy.value]))
    parts = [said, *reasons]
    before = found.differs
    if before is not None:
        # two suggestions that differ without a word would take the trust from both
        parts.append(
            w.say(
                mark("The check of {day} suggested {step}: the file has changed since; check again."),
                day=w.date(before.on),
                step=w.say(STRATEGIES[before.strategy.value]),
            )
        )
    return ("" if w.is_chinese else " ").join(parts)


def figure_name(w: Words, figure: Figure) -> str:
    return w.say(FIGURES[figure.name])


def figure_value(w: Words, figure: Figure) -> str:
    """The figure with its range, in the unit people read."""

    def shown(value: int) -> str:
        if figure.unit == "per_mille":
            return f"{value / 10:g}%"
        if figure.unit == "fen":
            return f"¥ {value / 100:.2f}"
        return w.plural("{count} minute", "{count} minutes", value)

    if figure.low == figure.high:
        return shown(figure.value)
    return w.say(
        mark("{value} ({low} to {high})"),
        value=shown(figure.value),
        low=shown(figure.low),
        high=shown(figure.high),
    )


def figure_mark(w: Words, figure: Figure) -> str:
    """PRIOR, or measured here with the number of cases."""
    if figure.is_measured:
        said = w.say(
            mark("{mark}, {sample} cases"), mark=w.say(MARKS[figure.mark]), sample=w.number(figure.sample)
        )
        if figure.assumed is None:
            return said
        under = w.say(mark("over the assumption {value} (PRIOR)"), value=figure_value(w, figure.assumed))
        return f"{said} · {under}"
    return f"{figure.mark} · {w.say(MARKS[figure.mark])}"


def rests_on(w: Words, found: Weighed) -> str:
    """In one line how much of it was measured here."""
    measured, every = len(found.measured), len(found.worth.figures)
    if not measured:
        return w.say(
            mark("Rests on {count} assumptions (PRIOR), none measured at this branch yet."), count=every
        )
    return w.say(
        mark("Rests on {count} figures: {measured} measured at this branch, the others PRIOR."),
        count=every,
        measured=measured,
    )
