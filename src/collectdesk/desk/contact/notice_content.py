"""What a notice says, frozen when it is written: facts and the text's words, not yet in a language's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collectdesk.desk.contact.customer_texts import levels
from collectdesk.desk.customers import masking
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.texts import TextKind, sections
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.contact import notices
from collectdesk.store.customers import customers, parties

if TYPE_CHECKING:
    from collectdesk.domain.contact.notices import Level
    from collectdesk.domain.contact.texts import Text
    from collectdesk.store.customers.customers import ContactPoint, Product
    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class Wanted:
    """A notice as its writer wants it. ``sentences`` are places in the template's list of permitted ones; ``extra``
    is in the writer's own words; ``reason`` answers a clock or a rule that asks for one.
    """

    level: str
    point_id: str
    channel: Channel
    language: str = "zh_CN"
    text_code: str = ""
    sentences: tuple[int, ...] = ()
    extra: str = ""
    reason: str = ""
    product_ids: tuple[str, ...] = ()
    """Of which products it speaks; none named means all that are overdue, which only the borrower may be told."""
    matter: tuple[tuple[str, str], ...] = ()
    """What an answer is about, by the text's places: the complaint's number, the day it came in, what was found."""


def kind_of(channel: Channel) -> TextKind:
    """The kind of text a channel carries."""
    return {Channel.LETTER: TextKind.LETTER, Channel.EMAIL: TextKind.EMAIL}.get(channel, TextKind.SMS)


def content_of(
    view: View, case_id: str, point: ContactPoint, level: Level, text: Text, wanted: Wanted
) -> dict[str, Any]:
    """The notice as plain values, days in ISO and amounts in fen: what is kept, printed and sent.

    Raises Refused(notice.nothing_overdue | notice.letterhead_missing | notice.sentence_unknown | …).
    """
    kept = cases.case(view, case_id)
    who = customers.customer(view, kept.customer_id)
    party = parties.party_of_point(view, point.id)
    owed = _owed(view, who.id, wanted.product_ids, is_debtor=party is None) if level.about_debt else []
    head = notices.letterhead(view)
    if head is None:
        raise Refused("notice.letterhead_missing")
    if any(not 0 <= at < len(text.sentences) for at in wanted.sentences):
        raise Refused("notice.sentence_unknown", field="sentences")
    since = min((p.oldest_unpaid_on for p in owed if p.oldest_unpaid_on), default=None)
    as_of = max((p.as_of for p in owed if p.as_of), default=view.today)
    return {
        "case_no": kept.case_no,
        "addressee": party.name if party else who.name,
        "reach": point.value,
        "borrower": who.name,
        "as_of": as_of.isoformat(),
        "since": since.isoformat() if since else "",
        "pay_by": level.pay_by(view.today).isoformat(),
        "dpd": max((p.dpd for p in owed), default=0),
        "overdue": sum(p.overdue.fen for p in owed),
        "balance": sum(p.balance.fen for p in owed),
        "products": [_product(view, p) for p in owed],
        "letterhead": {name: getattr(head, name) for name in notices.Letterhead.__slots__},
        "sealed": level.sealed,
        "title": text.title,
        "body": text.body,
        "sentences": [text.sentences[at] for at in wanted.sentences],
        "extra": wanted.extra.strip(),
        "about_debt": level.about_debt,
        "matter": dict(wanted.matter),
    }


def _owed(view: View, customer_id: str, chosen: tuple[str, ...], *, is_debtor: bool) -> list[Product]:
    """What the notice speaks of: nobody but the borrower learns of products that aren't named for them."""
    overdue = [p for p in customers.products(view, customer_id) if p.dpd > 0]
    if not overdue:
        raise Refused("notice.nothing_overdue")
    if not is_debtor and not chosen and len(overdue) > 1:
        raise Refused("notice.product_unchosen", field="product_ids")
    found = [p for p in overdue if not chosen or p.id in chosen]
    if len(found) < len(chosen):
        raise Refused("solution.other_product", field="product_ids")
    return found


def _product(view: View, owned: Product) -> dict[str, Any]:
    """One product; what is due in principal, interest and fees where core banking's instalments say it."""
    as_of = owned.as_of or view.today
    unpaid = [
        part
        for part in customers.instalments(view, [str(owned.id)])
        if part.due_on < as_of and part.paid < part.due
    ]
    parts = (
        {name: sum(getattr(part, name).fen for part in unpaid) for name in ("principal", "interest", "fee")}
        if unpaid
        else {}
    )
    return {
        "kind": owned.kind.value,
        "account": masking.account(owned.account_no),
        "contract": owned.contract_no,
        "since": owned.oldest_unpaid_on.isoformat() if owned.oldest_unpaid_on else "",
        "dpd": owned.dpd,
        "overdue": owned.overdue.fen,
        "balance": owned.balance.fen,
        "due": parts,
        "paid": sum(part.paid.fen for part in unpaid),
    }


def fields_missing(content: dict[str, Any], channel: Channel) -> tuple[str, ...]:
    """Which fields a collection letter has to show are missing; a message has to show none of them."""
    if channel is not Channel.LETTER or not content.get("about_debt", True):
        return ()
    head = content["letterhead"]
    found = sections(str(content["body"]))
    shown = {
        "name": content["addressee"],
        "balance": content["overdue"],
        **{name: found.get(name) for name in levels().letter_sections},
        "contact": head["phone"] and head["address"],
        "account": head["account_no"],
        "seal": content["sealed"],
    }
    return tuple(name for name, value in shown.items() if not value)
