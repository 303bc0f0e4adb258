"""A branch's own rules on the command line: packs in and out, citations, loosening, rehearsal."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from collectdesk.cli.entering import run, second_of
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.rules.rehearsing import Rehearsal, RehearsePack
from collectdesk.desk.rules.rulekeeping import (
    ChooseJurisdiction,
    ConfirmCitation,
    LoadPack,
    LoosenRule,
    RestoreRule,
    WithdrawPack,
)
from collectdesk.desk.rules.ruling import ShowRules
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.changes import ChangeKind
from collectdesk.domain.rules.loading import LONGEST_PACK
from collectdesk.domain.rules.packs import Outcome
from collectdesk.terms_rules import (
    ACTS,
    JURISDICTIONS,
    OUTCOMES,
    bad_pack_sentence,
    change_line,
    citation_line,
)
from collectdesk.words import mark


def list_packs(opened: Session, options: Namespace, saying: Saying) -> int:
    shown, words = run(opened, ShowRules(options.on)), saying.words
    saying.say(mark("Whose rules: {jurisdiction}"), jurisdiction=words.say(JURISDICTIONS[shown.jurisdiction]))
    for pack in shown.packs:
        saying.line(f"{pack.name} {pack.version}  {words.date(pack.effective_from)}  {pack.digest}")
    for line in shown.loaded:
        if line.kept.withdrawn_at is not None:
            saying.say(
                mark("Withdrawn: {pack} {version} by {by}: {reason}"),
                pack=line.kept.pack_id,
                version=line.kept.pack_version,
                by=line.withdrawn_by,
                reason=line.kept.withdrawn_why,
            )
    for line in shown.changes:
        if line.change.kind is not ChangeKind.JURISDICTION:
            saying.line(f"{line.change.rule_id}  {change_line(words, line.change, line.by)}")
    for fault in shown.faults:
        saying.line(bad_pack_sentence(words, fault))
    saying.result({
        "jurisdiction": shown.jurisdiction,
        "packs": [{"name": p.name, "version": p.version, "digest": p.digest, "own": p.own} for p in shown.packs],
        "loaded": [
            {"pack": one.kept.pack_id, "version": one.kept.pack_version, "digest": one.kept.digest,
             "loaded_at": one.kept.loaded_at, "loaded_by": one.loaded_by, "reason": one.kept.reason,
             "withdrawn_at": one.kept.withdrawn_at, "withdrawn_why": one.kept.withdrawn_why}
            for one in shown.loaded
        ],
        "changes": [
            {"rule": one.change.rule_id, "kind": one.change.kind, "outcome": one.change.outcome, "by": one.by,
             "at": one.change.at, "from": one.change.from_on, "until": one.change.until_on,
             "reason": one.change.reason, "ended_by": one.ended_by}
            for one in shown.changes
        ],
    })  # fmt: skip
    return DONE


def load_pack(opened: Session, options: Namespace, saying: Saying) -> int:
    loaded = run(opened, LoadPack(_text(options.pack), options.pack.name, options.reason))
    saying.say(mark("The pack {pack} {version} is loaded: {count} rules."), pack=loaded.pack_id,
               version=loaded.version, count=loaded.rules)  # fmt: skip
    saying.result(loaded)
    return DONE


def withdraw_pack(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, WithdrawPack(options.pack, options.version, options.reason))
    saying.say(mark("The pack {pack} {version} is withdrawn."), pack=options.pack, version=options.version)
    saying.result({"pack": options.pack, "version": options.version})
    return DONE


def confirm(opened: Session, options: Namespace, saying: Saying) -> int:
    deed = ConfirmCitation(
        options.rule, options.source, options.clause_zh, options.clause_en, options.dated_on
    )
    return _changed(opened, options, saying, deed)


def loosen(opened: Session, options: Namespace, saying: Saying) -> int:
    deed = LoosenRule(options.rule, Outcome(options.outcome), options.reason, options.until)
    return _changed(opened, options, saying, deed)


def restore(opened: Session, options: Namespace, saying: Saying) -> int:
    return _changed(opened, options, saying, RestoreRule(options.rule))


def _changed(opened: Session, options: Namespace, saying: Saying, deed: Any) -> int:
    """Do it, and say how the rule stands now."""
    run(opened, deed)
    wanted, words = options.rule.upper(), saying.words
    rule = next(r for pack in run(opened, ShowRules()).packs for r in pack.rules if r.id == wanted)
    saying.line(f"{rule.id}  {words.say(OUTCOMES[rule.outcome])}  ({citation_line(words, rule.citation)})")
    saying.result({"rule": rule.id, "outcome": rule.outcome, "certainty": rule.certainty})
    return DONE


def choose(opened: Session, options: Namespace, saying: Saying) -> int:
    second = second_of(opened, options, saying.words)
    run(opened, ChooseJurisdiction(options.chosen, options.reason, second))
    saying.say(
        mark("Whose rules: {jurisdiction}"), jurisdiction=saying.words.say(JURISDICTIONS[options.chosen])
    )
    saying.result({"jurisdiction": options.chosen})
    return DONE


def rehearse(opened: Session, options: Namespace, saying: Saying) -> int:
    text, name = (_text(options.pack), options.pack.name) if options.pack else ("", "")
    found: Rehearsal = run(opened, RehearsePack(text, name, options.first, options.last))
    words = saying.words
    saying.say(
        mark("{asked} acts from {first} to {last}: {refused} refused (today {today}), {reason} need a reason."),
        asked=found.asked, first=words.date(found.from_on), last=words.date(found.to_on), refused=found.refused,
        today=found.refused_today, reason=found.needing_reason,
    )  # fmt: skip
    for count in found.by_rule:
        sentence = count.rule.sentence.text(chinese=words.is_chinese)
        saying.line(f"  {count.rule.id}  {count.spoken} (+{count.anew})  {sentence}")
    for one in found.stopped:
        sign = "+" if one.anew else " "
        rules = ", ".join(one.rules)
        saying.line(
            f"{sign} {words.instant(one.at)}  {words.say(ACTS[one.act])}  {one.case_no}  {one.by}  {rules}"
        )
    saying.result({
        "pack": found.pack, "from": found.from_on, "to": found.to_on, "asked": found.asked,
        "refused": found.refused, "refused_today": found.refused_today, "needs_reason": found.needing_reason,
        "by_rule": [{"rule": c.rule.id, "spoken": c.spoken, "anew": c.anew} for c in found.by_rule],
        "stopped": [
            {"at": one.at, "act": one.act, "case": one.case_no, "by": one.by, "verdict": one.outcome,
             "rules": one.rules, "anew": one.anew, "planned": one.planned}
            for one in found.stopped
        ],
        "left_off": found.left_off,
    })  # fmt: skip
    return DONE


def _text(path: Path) -> str:
    """The text of a pack file. Raises OSError, or Refused where it isn't text."""
    with path.open("rb") as file:
        raw = file.read(LONGEST_PACK + 1)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("option.not_text", file=path.name) from None
