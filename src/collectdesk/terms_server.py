"""The sentences for a branch on a shared server: what went wrong there, and what to do."""

from __future__ import annotations

from typing import Final

from collectdesk.words import mark

SERVER: Final[dict[str, str]] = {
    "store.server_gone": mark(
        "The server can't be reached, so nothing was saved; what is typed stays here. It goes on as soon as the server "
        "answers again: try again then, and call its keeper if it stays away."
    ),
    "store.server_unsure": mark(
        "The line to the server broke at the very moment of saving, and it can't be asked now whether it was saved. "
        "What is typed stays here. Once the server answers, look whether it is recorded before you do it again."
    ),
    "store.server_busy": mark(
        "A long piece of work of a colleague holds this branch at the moment. Nothing was saved: try again in a minute."
    ),
    "store.server_again": mark(
        "Colleagues changed the same at the same moment, again and again. Nothing was saved: try again."
    ),
    "store.server_full": mark(
        "The server takes no more workstations at the moment. Tell its keeper, then try again."
    ),
    "store.server_password": mark(
        "The server doesn't take this workstation's password. Give it anew: collectdesk connect."
    ),
    "store.server_certificate": mark(
        "The server couldn't prove that it is the one you mean, so nothing was said to it. Check its name and the file "
        "of certificates with its keeper."
    ),
    "store.server_needs_tls": mark(
        "{host} isn't this PC: beyond it only an enciphered line with a proven server is taken. Name the certificates "
        "that vouch for it, with --certificate FILE, or with --certificate system."
    ),
    "store.server_role": mark(
        "The role {user} may see every branch at the server, whatever the program asks. Let its keeper make a role "
        "without SUPERUSER and BYPASSRLS for this branch."
    ),
    "store.server_collation": mark(
        "The database sorts by a language ({found}), which finds numbers wrong. Let its keeper make one with "
        "ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0."
    ),
    "store.server_no_database": mark(
        "The server has no such database or role. Ask its keeper for the names."
    ),
    "store.server_rights": mark(
        "The server doesn't let this role do that for this branch. Ask its keeper; nothing was changed."
    ),
    "store.server_taken": mark(
        "This branch belongs to another role at the server. Sign in to it as that role, or let its keeper give this "
        "one a seat."
    ),
    "store.server_has_branch": mark(
        "The server holds this branch already, and another state of it than this file. Nothing was changed: find out "
        "which of the two people worked in."
    ),
    "store.server_left": mark(
        "This branch was taken back from the server into a file. Open the folder in which that file lies."
    ),
    "store.server_file": mark("{path} doesn't say where the server is. Connect again: collectdesk connect."),
    "store.server_file_only": mark(
        "This needs the branch in a file. Take it back with collectdesk relocate to-file, do it there, and bring it "
        "to the server again; the server's own backups are its keeper's."
    ),
    "store.move_differs": mark(
        "What arrived isn't the same as what was sent, so it was thrown away. The branch is where it was: try again."
    ),
    "store.move_trail": mark(
        "The audit trail doesn't hold from entry {seq} on, so nothing was moved. See Settings, Audit trail."
    ),
    "store.stale_by": mark(
        "{who} changed this meanwhile ({at}: {action}). Reload to see it as it is now, then try again."
    ),
    "store.stale_own": mark(
        "You changed this yourself meanwhile at another place ({at}: {action}). Reload to see it as it is now, then "
        "try again."
    ),
    "workstation.no_server": mark(
        "This branch lies in a file of one PC. Other PCs work by parcels (collectdesk station), or the branch moves to "
        "a shared server first."
    ),
    "workstation.not_asking": mark(
        "No PC with this code has asked to be let in. Type the code as it stands on its screen, or ask there again: "
        "collectdesk workstation ask."
    ),
    "store.workstation_not_asked": mark(
        "This PC hasn't asked to be let in yet: collectdesk workstation ask."
    ),
    "store.workstation_not_answered": mark(
        "Two people haven't let this PC in yet. Its code is {compared}; they type it at another PC: collectdesk "
        "workstation admit."
    ),
    "store.workstation_other": mark(
        "What lies in the folder doesn't let this PC in: it is for other keys, or somebody changed it. Nothing was "
        "kept. Ask anew: collectdesk workstation ask."
    ),
    "server.not_connected": mark("This branch isn't connected to a server yet: collectdesk connect."),
    "server.holds_already": mark("The server holds this branch already."),
    "server.holds_not": mark("This branch lies in its file already."),
}
