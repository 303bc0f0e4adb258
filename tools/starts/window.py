"""Where the built window program begins."""

from collectdesk.main import window

window()
