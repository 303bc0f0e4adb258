"""Writes the next schema step by comparing the tables with the newest one: ``new_schema_step.py "why"``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import Script
from sqlcipher3.dbapi2 import connect

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))


def main(why: str) -> None:
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "src/collectdesk/store/migrations"))
    versions = ROOT / "src/collectdesk/store/migrations/versions"
    number = f"{max(int(path.name[:4]) for path in versions.glob('0*.py')) + 1:04d}"
    # the driver of the store: its SQLite knows what the search index asks for, the standard library's may not
    with sa.create_engine("sqlite://", creator=lambda: connect(":memory:")).connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        made = command.revision(settings, why, autogenerate=True, rev_id=number)
    assert isinstance(made, Script)
    written = Path(made.path)
    text = written.read_text("utf-8").replace("collectdesk.store.rows.columns.UtcInstant", "UtcInstant")
    text = text.replace(
        "from alembic import op\n",
        "from alembic import op\n\nfrom collectdesk.store.rows.columns import UtcInstant\n",
        1,
    )
    written.write_text(re.sub(r"\n *# ###.*", "", text), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
