"""The practice branch by one command: opened in the window, or without a display its whole day, papers and all."""

from __future__ import annotations

import os
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from collectdesk.cli.entering import practice_folder
from collectdesk.cli.practice_day.day import opened_day
from collectdesk.cli.practice_day.day_steps import STEPS
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.progress import Progress
from collectdesk.desk.vault.practising import found_practice_branch, remove_practice_branch
from collectdesk.store.keys.header import KEYS_FILE
from collectdesk.words import LANGUAGES, mark

OpenWindow = Callable[[Path | None], int]
TakePictures = Callable[[Path, Path], int]


def run(options: Namespace, saying: Saying, open_window: OpenWindow, take_pictures: TakePictures) -> int:
    """Open the practice branch; without a display go through its day into ``options.out``."""
    headless = options.headless or not has_display()
    folder = options.branch or (options.out / "practice" if headless else practice_folder())
    if options.fresh or (headless and options.branch is None):
        remove_practice_branch(folder)
    if not (folder / KEYS_FILE).exists():
        make_branch(folder, options.borrowers, saying)
    if not headless:
        saying.say(mark("Opening {path}. Everybody's password is “practice”."), path=folder)
        return open_window(folder)
    return play(folder, options.out, saying, None if options.no_pictures else take_pictures)


def has_display() -> bool:
    """Whether a window can be shown: Windows and macOS always have a desktop, Linux says so."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_branch(folder: Path, borrowers: int, saying: Saying) -> None:
    """Found the practice branch with a line of progress."""
    saying.say(
        mark("Making the practice branch with {count} borrowers in {path} …"),
        count=saying.words.number(borrowers),
        path=folder,
    )
    began = time.monotonic()
    found_practice_branch(folder, borrowers=borrowers, progress=Progress(_told(saying)))
    saying.say(
        mark("The practice branch stands, after {seconds} s."), seconds=f"{time.monotonic() - began:.0f}"
    )


def _told(saying: Saying) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done < total:
            saying.say(mark("  file {number} of {total}"), number=done + 1, total=total)

    return tell


def play(folder: Path, out: Path, saying: Saying, take_pictures: TakePictures | None) -> int:
    """Go through the day step by step; a failure names its step, and what was done until then stays in ``out``."""
    _clear(out)
    step = ""
    try:
        with opened_day(folder, out, saying) as day:
            try:
                for step, play_step in STEPS:
                    said = play_step(day)
                    day.note(step, said)
                    saying.say(mark("✓ {step}: {done}"), step=saying.words.say(step), done=said)
            finally:
                day.write_log()
        step = PICTURES
        if take_pictures is not None:
            count = saying.words.number(take_pictures(folder, out / PICTURES_FOLDER))
            saying.say(mark("✓ {step}: {done}"), step=saying.words.say(step), done=count)
    except Exception as error:
        error.add_note(f"in the step: {step}")
        saying.say(mark("The day stopped at the step “{step}”."), step=saying.words.say(step))
        raise
    saying.say(mark("Everything is in {path}."), path=out.absolute())
    saying.result({"out": out.absolute(), "steps": day.log})
    return DONE


PICTURES = mark("Pictures of every screen")
PICTURES_FOLDER = "screens"
_MADE = (*LANGUAGES, PICTURES_FOLDER)


def _clear(out: Path) -> None:
    """Take away what an earlier day left; anything else in the folder stays."""
    for name in _MADE:
        shutil.rmtree(out / name, ignore_errors=True)
