"""``python -m collectdesk``: the command line."""

from collectdesk.main import command_line

if __name__ == "__main__":
    command_line()
