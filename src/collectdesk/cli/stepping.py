"""Plans of steps on the command line: look ahead, draft, list, release, drop."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from collectdesk.cli.entering import run, second_of
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.risk.own_plans import AdoptPlans, PlansInForce, ShowPlans, TryPlans, WithdrawPlans
from collectdesk.desk.risk.stepping import (
    DraftSteps,
    DropDrafts,
    DryRun,
    DryRunSteps,
    ListDrafts,
    ReleaseDrafts,
    StepLine,
)
from collectdesk.desk.vault.access import Session
from collectdesk.terms_steps import hours, in_force_line, plan_name, step_name, tried_line
from collectdesk.words import mark


def steps(opened: Session, options: Namespace, saying: Saying) -> int:
    acts = {
        "dry-run": _dry_run, "draft": _draft, "list": _list, "release": _release, "drop": _drop, "show": _show,
        "try": _try, "adopt": _adopt, "withdraw": _withdraw,
    }  # fmt: skip
    return acts[options.what](opened, options, saying)


def _dry_run(opened: Session, options: Namespace, saying: Saying) -> int:
    found: DryRun = run(opened, DryRunSteps(options.days))
    words = saying.words
    saying.say(
        mark("Until {until} {count} steps, {hours}; tomorrow {tomorrow}. Nothing was written."),
        until=words.date(found.until),
        count=words.number(len(found.lines)),
        hours=hours(words, sum(line.minutes for line in found.lines)),
        tomorrow=words.number(len(found.tomorrow)),
    )
    saying.table(
        [words.say(heading) for heading in (mark("Day"), mark("Steps"), mark("Hours"))],
        [[words.date(day.day), words.number(day.steps), hours(words, day.minutes)] for day in found.days],
    )
    saying.table(
        [words.say(heading) for heading in (mark("Whose"), mark("Steps"), mark("Hours"))],
        [
            [name or words.say(mark("nobody's")), words.number(count), hours(words, minutes)]
            for name, count, minutes in found.people
        ],
    )
    _print(found.lines, saying)
    saying.result(found)
    return DONE


def _draft(opened: Session, _options: Namespace, saying: Saying) -> int:
    count = run(opened, DraftSteps())
    saying.say(mark("{count} steps drafted. Nothing goes out before they are released."), count=count)
    saying.result({"drafted": count})
    return DONE


def _list(opened: Session, _options: Namespace, saying: Saying) -> int:
    found = run(opened, ListDrafts())
    _print(found, saying)
    saying.result(found)
    return DONE


def _release(opened: Session, options: Namespace, saying: Saying) -> int:
    count = run(opened, ReleaseDrafts(_chosen(opened, options)))
    saying.say(mark("{count} steps are in the worklists now."), count=count)
    saying.result({"released": count})
    return DONE


def _drop(opened: Session, options: Namespace, saying: Saying) -> int:
    count = run(opened, DropDrafts(_chosen(opened, options)))
    saying.say(mark("{count} drafts put aside."), count=count)
    saying.result({"dropped": count})
    return DONE


def _show(opened: Session, _options: Namespace, saying: Saying) -> int:
    found = run(opened, ShowPlans())
    saying.line(_in_force(saying, found))
    for line in found.text.splitlines():
        saying.line(line)
    saying.result(found)
    return DONE


def _in_force(saying: Saying, found: PlansInForce) -> str:
    told = (found.plans_id, found.version, found.plans, found.since, found.by, found.second)
    return in_force_line(saying.words, *told)


def _try(opened: Session, options: Namespace, saying: Saying) -> int:
    found = run(opened, TryPlans(options.file.read_text("utf-8"), options.file.name))
    minutes = sum(line.minutes for line in found.would.lines)
    told = (found.plans, len(found.would.lines), minutes, found.steps_now, found.minutes_now)
    saying.line(tried_line(saying.words, *told))
    _print(found.would.lines, saying)
    saying.result(found)
    return DONE


def _adopt(opened: Session, options: Namespace, saying: Saying) -> int:
    second = second_of(opened, options, saying.words)
    text = options.file.read_text("utf-8")
    found = run(opened, AdoptPlans(text, options.reason, options.file.name, second))
    saying.line(_in_force(saying, found))
    saying.result(found)
    return DONE


def _withdraw(opened: Session, options: Namespace, saying: Saying) -> int:
    found = run(opened, WithdrawPlans(options.reason))
    saying.line(_in_force(saying, found))
    saying.result(found)
    return DONE


def _chosen(opened: Session, options: Namespace) -> tuple[str, ...]:
    """The drafts of the cases named, or all of them."""
    wanted = set(options.cases)
    return tuple(line.draft_id for line in run(opened, ListDrafts()) if options.all or line.case_no in wanted)


def _print(lines: Sequence[StepLine], saying: Saying) -> None:
    words = saying.words
    headings = (
        mark("Case no."),
        mark("Customer"),
        mark("Step"),
        mark("Plan of steps"),
        mark("Due"),
        mark("Whose"),
    )
    saying.table(
        [words.say(heading) for heading in headings],
        [
            [
                line.case_no,
                line.name,
                step_name(words, line.step_code),
                plan_name(words, line.plan_id),
                words.date(line.due_on),
                line.person,
            ]
            for line in lines
        ],
    )
