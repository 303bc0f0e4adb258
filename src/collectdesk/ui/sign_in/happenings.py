"""Owns what may happen to the keys: each case by name, its steps in words, and which way of the wizard it takes."""

from __future__ import annotations

from typing import Final

from collectdesk.words import Words, mark

CODE, RENEW = "code", "renew"
CASES: Final = (
    ("new", mark("New PC")),
    ("stolen", mark("Stolen PC")),
    ("forgotten", mark("Forgotten password")),
    ("wiped", mark("Emptied keyring")),
    ("leaver", mark("Somebody leaves")),
    ("suspected", mark("Suspicion")),
    ("drill", mark("Yearly drill")),
)
STEPS: Final = {
    "leaver": (
        mark("1. Remove the person under People: they can't sign in from that moment."),
        mark(
            "2. Give the branch new keys: copies of the keys file they may have open nothing written after."
        ),
        mark("Backups made before stay readable to whoever could read them. Keep the sticks locked away."),
    ),
    "forgotten": (
        mark("1. An administrator and a second person reset it under People; the owner types the new one."),
        mark("2. If no administrator can sign in, open the branch with the code of an envelope at the door."),
    ),
    "new": (
        mark("1. Copy the branch's folder, or restore the newest backup, on the new PC."),
        mark(
            "2. At the door choose “Keys and envelopes…” and type the code of an envelope, two people present."
        ),
        mark("3. Everybody signs in with the password they have. Print, type back and seal the new code."),
        mark("4. Delete the folder on the old PC and empty its keyring."),
    ),
    "stolen": (
        mark("1. Restore the newest backup on another PC and open it with the code of an envelope."),
        mark("2. That gives the branch new keys and the PC a new secret. Everybody changes their password."),
        mark(
            "3. Report the theft: what was on the disk is protected by the passwords of those who signed in there."
        ),
    ),
    "wiped": (
        mark(
            "1. At the door choose “Keys and envelopes…” and type the code of an envelope, two people present."
        ),
        mark(
            "2. The keyring is filled again from the branch itself. Print, type back and seal the new code."
        ),
    ),
    "suspected": (
        mark(
            "1. Give the branch new keys, with a second person: what is written from now on has keys nobody saw."
        ),
        mark("2. Whoever may have overheard a password changes it. Make new envelopes if one was opened."),
    ),
    "drill": (
        mark("1. Give the branch new keys, with the reason “Yearly”."),
        mark(
            "2. Take an envelope, copy the newest backup to a spare folder and open that copy with the code."
        ),
        mark("3. Make new envelopes, type them back, seal them, and destroy the old sheets and the copy."),
        mark("4. The two of you note here what came of it."),
    ),
}
WAY_OF: Final = {
    "new": CODE, "stolen": CODE, "forgotten": CODE, "wiped": CODE, "leaver": RENEW, "suspected": RENEW, "drill": RENEW,
}  # fmt: skip
REASON_OF: Final = {"leaver": "leaver", "stolen": "stolen", "suspected": "suspected", "drill": "yearly"}
"""Why the branch gets new keys, where it does without a code."""


def case_of(told: str) -> str:
    """The case that a reason of new keys, or a case itself, names."""
    return next((case for case, reason in REASON_OF.items() if reason == told), told)


def steps_text(words: Words, case: str) -> str:
    """What is to be done, step by step."""
    return "\n".join(words.say(step) for step in STEPS[case])
