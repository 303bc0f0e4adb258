"""Where the built command line begins."""

from collectdesk.main import command_line

command_line()
