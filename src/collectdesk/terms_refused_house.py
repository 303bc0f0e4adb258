"""What is said when the branch's own house refuses: files, keys, people, rules, roads, papers."""

from __future__ import annotations

from typing import Final

from collectdesk.words import mark

HOUSE: Final[dict[str, str]] = {
    "not_permitted": mark("Your role may not do this. It needs the permission {needs}."),
    "store.stale": mark(
        "Somebody else changed this meanwhile. Reload to see it as it is now, then try again."
    ),
    "store.full": mark("The disk is full, so nothing was saved. Free some space, then try again."),
    "store.busy": mark(
        "Another program is using the branch file. Nothing was saved: wait a moment and try again."
    ),
    "store.shut": mark("The window was locked before this was done. Do it again."),
    "store.read_only": mark("The branch file may not be written. Check the folder's rights, then try again."),
    "store.auditor_reads": mark("An auditor's session only reads: nothing was changed."),
    "store.cannot_open": mark(
        "The branch file can't be opened. Check that its folder is there and connected."
    ),
    "store.missing": mark("There is no branch in this folder. Choose the folder that holds branch.db."),
    "store.empty": mark("The branch file is empty. Restore it from the latest backup."),
    "store.wrong_key": mark("The key doesn't fit this branch file. Restore both from the same backup."),
    "store.wrong_password": mark("Name and password don't fit. Check the capitals key and try again."),
    "store.wait": mark(
        "{tries} wrong passwords in a row for this name. Wait {seconds} seconds, then try again: each wrong one "
        "makes the wait longer, so that nobody can go on guessing."
    ),
    "store.damaged": mark("The branch file is damaged. Stop working and restore the latest backup."),
    "store.too_new": mark(
        "This branch was written by a newer CollectDesk (schema {found}); this program knows up to {known}. "
        "Install the newer program on this PC; nothing was changed."
    ),
    "store.not_a_branch": mark(
        "This file isn't a CollectDesk branch. Choose the folder that holds branch.db."
    ),
    "store.other_branch": mark("These keys belong to another branch. Put back the keys file of this branch."),
    "store.folder_in_use": mark(
        "The folder {path} isn't empty. Choose an empty or a new folder for the branch."
    ),
    "drill.envelope": mark("Say which envelope was opened: {known}."),
    "store.branch_there": mark(
        "There is a branch in {path} already. Open it instead, or choose an empty or a new folder."
    ),
    "store.setting_up": mark(
        "A branch is being set up in {path} by another window or program. Finish or leave it there."
    ),
    "branch.name_missing": mark("Enter the branch's name as it stands on its papers."),
    "branch.supervisor_missing": mark("A branch needs at least one supervisor, who decides on cases."),
    "branch.sheets_inside": mark(
        "The sheets may not lie in the branch's own folder {path}: whoever copied that would have the codes. "
        "Choose another place."
    ),
    "store.keys_missing": mark("The keys file is missing from {path}. Put it back from the backup."),
    "store.keys_damaged": mark("The keys file is damaged. Put it back from the backup."),
    "store.keys_too_new": mark(
        "The keys file was written by a newer CollectDesk (version {found}); this program knows up to {known}. "
        "Install the newer program on this PC; nothing was changed."
    ),
    "store.keys_too_old": mark(
        "The keys file was written by an early CollectDesk (version {found}); this program reads version {known}. "
        "Open the branch with the program that wrote it; nothing was changed."
    ),
    "store.other_kind": mark(
        "The keys file and the branch file don't belong together. Restore both from the same backup."
    ),
    "store.rekeying": mark(
        "The branch is being given new keys at this moment. Wait until that has ended, then sign in."
    ),
    "store.open_elsewhere": mark(
        "The branch is open in another window or program. Close it there, then try again; nothing was changed."
    ),
    "store.copy_differs": mark(
        "The newly keyed copy isn't the same as the branch, so it was thrown away and nothing was changed. "
        "Check the disk, then try again."
    ),
    "store.keys_edited": mark(
        "The keys file was changed by somebody who knows none of its keys ({who}). Put it back from the backup "
        "and tell the supervisor; nothing was changed."
    ),
    "store.keyring_empty": mark(
        "This PC doesn't hold the branch key. Where the branch lies on a shared server, let two people at another PC "
        "admit it (collectdesk workstation ask); else open the branch with the code of an envelope from the safe."
    ),
    "store.keyring_locked": mark(
        "The keyring of this PC is locked. Unlock it by signing in to the PC, then try again."
    ),
    "store.keyring_discards": mark(
        "The keyring of this PC doesn't keep what it is given. Set up a keyring first."
    ),
    "store.no_keyring": mark("This PC has no safe keyring. Set one up before a real branch is opened here."),
    "store.practice_shelf_on_real_branch": mark("A real branch may not keep its key the practice way."),
    "store.code_mistyped": mark(
        "The recovery code is mistyped. It has {letters} letters; compare it with the paper."
    ),
    "store.wrong_code": mark(
        "The recovery code belongs to another branch or was replaced. Use the newest paper."
    ),
    "store.pack_altered": mark(
        "The resting file of this pack isn't what was written when it was built. Take it from a copy."
    ),
    "store.evidence_altered": mark(
        "A file of evidence isn't what was filed. Tell the supervisor; don't use it."
    ),
    "store.migration_broke_links": mark(
        "The branch file couldn't be brought up to date and was left as it was."
    ),
    "store.disk": mark("The disk didn't answer. Nothing was saved: check the disk, then try again."),
    "store.migration_broke_trail": mark(
        "The branch file couldn't be brought up to date without touching the audit trail, so it was left as it was."
    ),
    "store.before_failed": mark(
        "The branch file must be brought up to date, and no copy could be made first: nothing was changed. Make room "
        "on the disk of {path}, then try again."
    ),
    "store.network_folder": mark(
        "{path} lies on a network drive ({kind}), where the branch file would be damaged sooner or later. Move the "
        "branch to a disk of this PC; backups may go to the network."
    ),
    "store.open_on_other_pc": mark(
        "The branch is open on another PC ({host}, since {since}). One PC at a time: close CollectDesk there first."
    ),
    "store.in_use": mark(
        "Another CollectDesk has this branch open ({host}, since {since}). Close every other window and command, "
        "then try again; nothing was changed."
    ),
    "store.backup_full": mark(
        "There isn't room for the backup: nothing was left there. Use a larger stick or folder, or let fewer "
        "backups stay."
    ),
    "store.backup_gone": mark(
        "The backup folder isn't there or stopped answering: nothing finished was left there. Put the stick in or "
        "connect the folder, then try again."
    ),
    "store.backup_read_only": mark(
        "The backup folder may not be written. Take the write protection off, or choose another folder."
    ),
    "store.backup_too_large": mark(
        "A file of the backup is larger than the stick's file system can hold. Use a stick formatted as exFAT or NTFS."
    ),
    "store.backup_none": mark("There is no finished backup in {path}. Choose the folder of one backup."),
    "store.backup_damaged": mark("This backup is damaged and can't be used. Take the one before it."),
    "store.backup_altered": mark(
        "This backup isn't as it was made, or another branch made it. Take another one, and tell the auditor."
    ),
    "store.backup_trail": mark(
        "The audit trail in this backup breaks at entry {at}. Take another one, and tell the auditor."
    ),
    "store.backup_too_new": mark(
        "This backup was made by a newer CollectDesk (format {found}); this program knows up to {known}. Install the "
        "newer program on this PC."
    ),
    "store.restore_unfinished": mark(
        "Restoring this branch isn't finished, since one of its files is held fast. Close all other programs, then "
        "open the branch again: it goes on where it stopped."
    ),
    "backup.exists": mark("There is a backup of this very second already. Wait a moment and try again."),
    "backup.inside_branch": mark(
        "{path} lies inside the branch's own folder and would be lost with it. Choose a folder on another disk."
    ),
    "backup.under_way": mark("A backup to this folder is being made already. Wait until it is finished."),
    "backup.place_unknown": mark("Backups to this folder aren't planned any more. Reload the list."),
    "backup.retention": mark("Say how many backups stay: at least one, and at most {most} of each kind."),
    "restore.none_there": mark(
        "There is no backup in {path}. Choose the stick or folder that backups are made to."
    ),
    "restore.other_branch": mark(
        "{path} holds another branch ({name}). Choose an empty folder, or that branch's own backup."
    ),
    "restore.unknown_login": mark("{login} wasn't among the people of this backup. Sign in as one who was."),
    "restore.not_administrator": mark(
        "{login} may not restore. An administrator does, with a second person beside them."
    ),
    "restore.new_password": mark("Choose a new password of at least eight characters for this PC."),
    "search.too_often": mark(
        "You have searched {count} times by what is masked for you. You can search so again from {again_at} on; "
        "customer and case numbers always find."
    ),
    "export.too_many": mark("The list holds {count} customers; a table takes {most}. Filter the list first."),
    "four_eyes.own_request": mark(
        "You asked for this visit yourself, or the case is yours. A colleague must decide it."
    ),
    "four_eyes.own_record": mark("You typed this record or were on the visit. A colleague must sign it off."),
    "four_eyes.own_complaint": mark(
        "Nobody answers or closes what is said about themselves, nor closes what they answered. Ask somebody else."
    ),
    "four_eyes.own_notice": mark(
        "You wrote this notice, or it is about your case. Somebody else decides on it."
    ),
    "four_eyes.own_sender": mark("You entered this account or own it. Somebody else decides on it."),
    "four_eyes.own_text": mark("You wrote this text. Somebody else decides on it."),
    "four_eyes.own_plan": mark(
        "You offered this plan yourself, or the case is yours. A colleague must decide it."
    ),
    "four_eyes.own_breach": mark(
        "This breach is your own act or record. Another supervisor must acknowledge it; where the branch has none, it "
        "stays in the inbox, and the auditor reads it in the customer's file."
    ),
    "four_eyes.own_case": mark("This case is yours, or you typed its records. A colleague must close it."),
    "four_eyes.own_callback": mark(
        "You went, typed the record, or hold the case. A colleague asks how it was."
    ),
    "callback.day": mark("The day lies between the visit ({start}) and today."),
    "callback.score_missing": mark("Say how satisfied they were, from one to five."),
    "callback.score_without_answer": mark("Nobody answered, so there is no score."),
    "callback.not_waiting": mark(
        "Nobody is asked about this visit now: its record isn't signed, it is too long ago, or they were asked."
    ),
    "four_eyes.own_pack": mark(
        "This case is yours, or you typed its records. A colleague must seal its pack."
    ),
    "four_eyes.own_paper": mark("You acted on this paper yourself. A colleague must confirm it."),
    "four_eyes.as_deputy": mark(
        "You would decide this as the deputy of the one whose work it is. Another supervisor must decide it."
    ),
    "four_eyes.second": mark("The second person is somebody whose own work this is. Ask somebody else."),
    "person.unknown": mark("Nobody in this branch signs in under that name."),
    "person.login_missing": mark("Enter the name to sign in with."),
    "person.login_shape": mark("The name to sign in with has 2 to 32 letters, figures, dots or hyphens."),
    "person.login_taken": mark("{login} is or was somebody's name to sign in with. Choose another one."),
    "person.name_missing": mark("Enter the person's name."),
    "person.staff_unknown": mark("Nobody of the staff has the number {staff_no}."),
    "person.has_left": mark("{who} has left the branch already."),
    "person.oneself": mark("Nobody changes their own role or removes themselves. A colleague must do it."),
    "person.same_role": mark("{who} holds this role already."),
    "person.last_of_role": mark(
        "{who} is the last {role}. Add another one first, else nobody could do that work."
    ),
    "password.too_short": mark(
        "The password has {length} characters and needs {least}: short ones are guessed by trying. A few words "
        "that only you would put together are easy to remember."
    ),
    "password.too_long": mark("The password has more than {most} characters. Choose a shorter one."),
    "password.pattern": mark(
        "The password is a pattern on the keyboard or a repetition, which is tried first. Choose a few words."
    ),
    "password.common": mark(
        "Many people use this password, so it is tried first. Figures and signs around it don't help: "
        "choose a few words."
    ),
    "password.about_you": mark(
        "The password is little more than a name that colleagues know. Choose something that isn't about you or the "
        "branch."
    ),
    "password.differs": mark("The two passwords aren't the same. Type the second one again."),
    "paper.in_future": mark("The date on the paper lies in the future. Enter the day it was signed."),
    "paper.too_old": mark(
        "The paper was signed more than {days} days ago. Ask a supervisor to decide at the desk."
    ),
    "paper.not_a_supervisor": mark("Choose the supervisor who signed the paper."),
    "paper.supervisor_is_here": mark("You are the supervisor: decide it here instead of on paper."),
    "paper.own_work": mark("{who} would have approved their own work. Another supervisor must decide it."),
    "paper.decided": mark("This paper was confirmed or refused already. Reload to see it."),
    "paper.reason_missing": mark("Say what is wrong with the paper, so that the clerk knows what to do."),
    "paper.too_large": mark("The scan is larger than {megabytes} MB. Scan the one page at 200 or 300 dpi."),
    "paper.not_a_scan": mark(
        "This can't be read as a scan. Choose a PDF, TIFF, JPEG, PNG or HEIC file of the signed page, "
        "without a password."
    ),
    "paper.unreadable": mark("The scan can't be opened. Choose the file again."),
    "paper.name_at_the_desk": mark(
        "You are a supervisor: name the deputy together with an administrator, without paper."
    ),
    "paper.none_waits": mark("No paper of {about} waits for a supervisor."),
    "paper.which": mark("Two papers of {about} wait. Say which one with --about."),
    "deputy.none_named": mark("{who} stands in for nobody."),
    "deputy.nothing_named": mark("Tick at least one thing that the deputy may do."),
    "deputy.not_deputable": mark("This can't be handed to a deputy."),
    "deputy.not_a_supervisor": mark("{who} is no supervisor, so nobody can stand in for them."),
    "deputy.oneself": mark("Nobody is their own deputy. Choose somebody else."),
    "deputy.wrong_role": mark("{who} can't stand in: only a clerk or another supervisor can."),
    "deputy.ends_before_start": mark("The last day lies before the first, {start}. Choose a later one."),
    "deputy.past": mark("The last day is past. Choose today or a later day."),
    "deputy.too_long": mark(
        "A deputy stands in for at most {days} days. For longer, change the role instead."
    ),
    "deputy.reason_missing": mark("Say why somebody stands in, such as leave or illness."),
    "deputy.only_own": mark("You can name a deputy for yourself only; an administrator can for others."),
    "deputy.over": mark("This deputyship is over already."),
    "signature.missing": mark("This is signed personally: give your password again."),
    "signature.not_yours": mark(
        "This signature isn't of the one who is signed in. Sign in yourself, then sign."
    ),
    "second.missing": mark(
        "This needs a second person: a supervisor or another administrator gives their own password."
    ),
    "second.not_confirmed": mark("The second person didn't give their password at this desk. Ask them to."),
    "second.too_old": mark("The second person's password was given too long ago. Ask them for it again."),
    "second.same_person": mark("The second person must be somebody else than the one who is signed in."),
    "second.not_allowed": mark(
        "{who} can't be the second person. Ask a supervisor or another administrator."
    ),
    "evidence.empty": mark("{file} is empty. Copy it again from the camera or scanner."),
    "evidence.too_large": mark("{file} has {megabytes} MB; at most 512 MB can be taken in."),
    "evidence.unreadable": mark("{file} can't be read. Check that the stick or folder is still connected."),
    "evidence.already_there": mark("{file} is already filed as {earlier}."),
    "import.same_file": mark("{file} was already imported on {at} as {earlier}. Nothing changed."),
    "mapping.missing": mark("{count} needed columns aren't chosen yet. Choose a column for each of them."),
    "mapping.twice": mark("One column is chosen for two fields. Choose another column for one of them."),
    "quarantine.mended_already": mark("This row was taken in already. Reload the list."),
    "import.unknown": mark("This import isn't known, or it was made before imports could be undone."),
    "import.already_undone": mark("The import of {file} is undone already."),
    "import.worked_through": mark(
        "{customers} customers of {file} have been worked on since. Import a corrected list instead."
    ),
    "import.data_date_missing": mark("{file} doesn't say of which day its figures are. Enter the data date."),
    "import.nothing_usable": mark(
        "No row of {file} can be used ({bad} findings). Nothing was imported; see the reasons."
    ),
    "store.evidence_disposed": mark(
        "The evidence of this case was disposed of; the certificate of disposal says when and why."
    ),
    "disposal.reason_missing": mark("Say why the evidence is disposed of; the certificate shows it."),
    "disposal.case_open": mark("Only a closed case's evidence can be disposed of. Close the case first."),
    "pack.disposed": mark("This pack was disposed of: nobody can read it from this branch any more."),
    "pack.file_missing": mark(
        "The resting file {file} of pack {number} isn't in the branch's folder of packs."
    ),
    "pack.held": mark("This pack is under a legal hold since {since}. Lift the hold first."),
    "pack.not_held": mark("This pack is under no legal hold."),
    "pack.retained": mark("This pack is kept until {until}, and can't be disposed of before."),
    "pack.why_missing": mark("Say why."),
    "pack.shorter": mark("A pack is kept at least until {until}; a branch may keep longer, not shorter."),
    "pack.nothing_to_hand_over": mark("There is no pack of {year} that waits to be handed over."),
    "seal.locked": mark("Packs are sealed with your archive key: type its passphrase."),
    "seal.none_of_yours": mark(
        "This branch's packs are sealed with an archive officer's key, and you have none. Make yours under "
        "Archive › Packs."
    ),
    "seal.retired": mark("This archive key is retired: it seals nothing any more."),
    "seal.damaged": mark("The archive key can't be read. Retire it and make a new one."),
    "seal.passphrase_wrong": mark("This isn't the passphrase of your archive key."),
    "seal.passphrase_short": mark(
        "A passphrase has at least {shortest} characters; four or five words are easy to keep."
    ),
    "seal.reason_missing": mark("Say why the key is retired."),
    "pack.signer_changed": mark("Somebody else made the branch's certificate just now. Sign the PDF again."),
    "pack.unknown": mark("There is no pack {number} in the register."),
    "disposal.none": mark("Nothing of this case was disposed of, so there is no certificate."),
    "disposal.done_already": mark("The evidence of this case was disposed of already."),
    "envelope.none_waits": mark("No envelope's code waits to be typed back. Make new codes first."),
    "envelope.spent": mark(
        "The code of envelope {name} has opened the branch twice without the keys being replaced. Sign in with your "
        "password and give the branch new keys, or open the other envelope."
    ),
    "envelope.missing": mark("Type the code of every new envelope from its paper: {names} is still missing."),
    "store.evidence_missing": mark(
        "The file {name} is missing from the evidence folder. Restore it from a backup."
    ),
    "rules.none_in_force": mark(
        "No rule pack is in force on this day, so gated acts stop. Load a rule pack."
    ),
    "staff.number_unknown": mark("There is nobody with staff number {number}. Possible: {known}."),
    "option.unknown": mark("“{value}” isn't possible here. Possible: {known}."),
    "option.deputy_needs": mark("Name the deputy, the first day with --from and the last with --until."),
    "option.scan_needs_day": mark("Say with --signed-on which day stands on the paper."),
    "option.amount": mark("“{value}” isn't an amount in yuan, as 1,234.50."),
    "option.backup_place": mark("Say where the backup goes: the folder or stick."),
    "option.retention": mark("“{value}” doesn't say how many days, weeks and months stay, as 7,5,12."),
    "option.anchor": mark("“{value}” isn't an anchor: entry number, colon, 32 digits, as 120:3f9a…."),
    "option.missing": mark("Something is missing here: {options}."),
    "option.out_missing": mark("Say where the file goes: --out FILE."),
    "clock.went_back": mark(
        "This computer's clock went back from {before} to {now}. Deadlines and lawful hours hang on it: set it right, "
        "or let a supervisor confirm it in the inbox. What happened can be recorded all the same."
    ),
    "clock.runs_on": mark("The clock runs on: there is nothing to confirm."),
    "trail.nothing_to_account_for": mark("The keyring and the trail agree: there is nothing to account for."),
    "trail.no_seal_yet": mark(
        "The branch has no seal to sign with yet. Let a supervisor export once, or build the first pack."
    ),
    "trail.pack_unproven": mark(
        "{name} isn't proven to be a pack of this branch, so it proves nothing of its trail."
    ),
    "month.malformed": mark("“{month}” is no month: type it as 2026-03."),
    "month.not_over": mark("This month isn't over: it can be frozen after {last}."),
    "month.frozen": mark("{month} is frozen already. What was frozen stays as it is."),
    "month.not_frozen": mark("{month} isn't frozen yet."),
    "template.unreadable": mark("The template {file} isn't a spreadsheet (.xlsx) that can be filled."),
    "template.unknown": mark("The template names figures that there aren't: {names}."),
    "template.empty": mark("The template names no figure: write names in double braces into its cells."),
    "option.template_missing": mark(
        "Say which template is filled and where the copy goes: --template XLSX --out XLSX."
    ),
    "option.slip_missing": mark("Say where the slip with the passphrase goes: --slip PDF."),
    "option.until_missing": mark("Say until when: --until DAY."),
    "option.which_one": mark("“{value}” names no one or several of the list: give more of its number."),
    "option.disposal_case": mark("Say with --case whose certificate is wanted."),
    "option.branch": mark("Say with --branch which folder the branch is to lie in."),
    "option.recovery_out": mark("Say with --out which PDF the recovery sheets are written to."),
    "option.rule": mark("There is no rule “{value}”. The rules are listed by: collectdesk rules list."),
    "staff.number_missing": mark("Enter the staff number."),
    "staff.name_missing": mark("Enter the name."),
    "staff.duty_missing": mark("Choose what the person does on visits: collects, secures, or both."),
    "staff.number_taken": mark("Staff number {staff_no} belongs to somebody already."),
    "leave.start_missing": mark("Enter the first day of the leave."),
    "leave.ends_before_start": mark("The leave begins on {start}: it can't end before that."),
    "leave.past": mark("These days are past."),
    "leave.too_long": mark("More than a year isn't a leave. Check the days."),
    "leave.known": mark("They are away on some of these days already."),
    "tie.customer_unknown": mark("There is no customer {number}. Enter the customer number of the file."),
    "tie.none": mark("Nothing is kept about customer {number}."),
    "tie.known": mark("It is kept already that they aren't sent to this customer."),
    "practised.day": mark("Enter the day on which it was; it can't lie ahead."),
    "practised.points_missing": mark("Enter the points of the quiz."),
    "practised.points": mark("{points} points aren't possible. Enter 0 to 100."),
    "practised.leader_missing": mark("Enter who led the visit."),
    "staff.not_a_safety_officer": mark("Only a safety officer is named as experienced."),
    "staff.not_trained": mark("Their training has ended: record a new one first."),
    "staff.unknown": mark("This person isn't on the staff any more. Reload the list."),
    "print.no_record": mark("Visit {visit} has no record to print: type it up first."),
    "print.plan_over": mark("Plan {number} is {state}, so there is nothing left to sign."),
    "print.printer": mark(
        "The printer {printer} doesn't take {number}. See that it is on and has paper, or choose another; "
        "nothing was printed."
    ),
    "print.meanwhile": mark("{number} was printed by somebody else at the same moment. Print again."),
    "code.not_a_visit": mark("This is the code of an agreement. Open it in the customer's file."),
    "code.foreign": mark("This isn't a code of this branch. Check whose paper it is."),
    "code.unreadable": mark("The code is damaged or mistyped. Scan it again, or type it letter by letter."),
    "code.forged": mark(
        "This code looks like one of this branch, but the branch never printed it. Tell the supervisor."
    ),
    "rules.unknown_jurisdiction": mark("No rules are known for {jurisdiction}. Known are: {known}."),
    "rules.same_jurisdiction": mark("These rules bind the branch already."),
    "rules.version_taken": mark(
        "Version {version} of the pack {pack} is there already. Give the changed file a new version."
    ),
    "rules.adds_to_nothing": mark(
        'The pack adds to {pack}, which isn\'t there. Write adds_to = "cn", or leave it out.'
    ),
    "rules.rule_taken": mark("The rule {rule} stands in another pack already. Give yours an id of its own."),
    "rules.term_unknown": mark("There is no legal term {term}. Known are: {known}."),
    "rules.term_softer": mark(
        "The term {term} asks for less than the law. A branch may answer earlier, keep recordings longer and be "
        "reminded earlier; nothing else."
    ),
    "rules.pack_unknown": mark("The branch has no pack {pack} {version} that could be withdrawn."),
    "rules.rule_unknown": mark("There is no rule {rule} in force. Settings › Rules lists them."),
    "rules.rehearsal_backwards": mark("The last day of a rehearsal lies before its first."),
    "option.not_text": mark("{file} isn't text in UTF-8. Save it as UTF-8, then try again."),
    "rules.reason_missing": mark("Write down why."),
    "rules.source_missing": mark(
        "Write down where the clause was read: the gazette, the issuer's page, its date."
    ),
    "rules.dated_ahead": mark("An instrument in force can't be dated after today."),
    "rules.not_softer": mark("{rule} can only be loosened to a softer outcome: a written reason, or a hint."),
    "rules.ends_in_past": mark("The last day lies before today."),
    "rules.not_loosened": mark("{rule} isn't loosened: there is nothing to restore."),
    "rules.softer_by_supervisor": mark("This makes rules softer: {rules}. Only a supervisor may do that."),
    "rules.softer_needs_reason": mark(
        "This makes rules softer: {rules}. Write down why; it stays in the trail."
    ),
    "order.in_past": mark("{day} is past. Choose today or a later day."),
    "order.empty": mark("Nothing is planned or approved for {day}, so there is nothing to put in order."),
    "board.stop_gone": mark("This visit isn't on the board of that day any more."),
    "board.already_back": mark("The team of visit {visit} is back already, so it can't be moved."),
    "order.pinned": mark("The supervisor has pinned visit {visit}: its time stays."),
    "ground.missing": mark(
        "Nobody has entered yet where the branch stands, so no road can be reckoned. A supervisor enters it on the "
        "Plan screen under “Suggest an order”, or with: collectdesk ground."
    ),
    "ground.shift": mark("The shift would end before it begins. Check both times."),
    "ground.reach": mark("{km} km isn't possible as the reach of the branch's area. Choose 1 to 500."),
    "place.not_on_earth": mark("{lat}, {lon} is no place on earth. Latitude comes first, as 25.04, 102.71."),
    "place.outside_area": mark(
        "This place lies {km} km from the branch, outside its area of {reach} km. Check whether the two figures are "
        "swapped or another digit is wrong."
    ),
    "travel.wrong": mark("{file}: {place} can't be “{value}”. The table of roads wasn't loaded."),
    "routes.unsound": mark(
        "The order that was found failed the check, so it isn't shown. The present plan stands; tell the support."
    ),
    "left.not_located": mark("nobody has located its address yet"),
    "left.no_lawful_hour": mark("no lawful hour is left that day"),
    "left.needs_experience": mark("it needs an experienced safety officer, and none is free that day"),
    "left.not_when_asked": mark("no time is left that day that suits the customer"),
    "left.window_impossible": mark("its hours end before they begin"),
    "left.outside_area": mark(
        "its coordinates lie {km} km from the branch, beyond {reach} km: check them in the customer's file"
    ),
    "left.no_team": mark(
        "nobody can go: no two people, one to collect and one to secure, are free and trained"
    ),
    "left.team_missing": mark("its team isn't whole that day, or one of the two goes with another team"),
    "left.no_team_that_day": mark("no team goes on a day on which it can be made"),
    "left.too_hard": mark("no team can take another hard case"),
    "left.teams_full": mark("the teams have all the visits they can take"),
    "left.not_in_shift": mark("no team can be there within its shift"),
    "left.no_room": mark("it doesn't fit beside the other visits that must be made"),
    "left.not_worth": mark("the way costs {cost}, more than the {prize} it may bring"),
    "left.others_first": mark("other visits bring more for the time there is"),
    "left.no_second_officer": mark("the team has no second officer that day, so it doesn't go"),
    "left.no_shift": mark("no hour of the shift is left"),
}
