"""What the server's tables have that a file's need not: a branch on every row, who may see it, and triggers.

Laid over the tables after the last of the schema's steps, each time anew: a table that a later step brings has it too.
"""

from __future__ import annotations

from typing import Any, Final

from collectdesk.store.rows.every import METADATA
from collectdesk.store.server.driver import SCHEMA, ServerConnection

FROZEN: Final = {
    "audit_entry": "the trail is append-only",
    "signature": "what was signed stays as it was",
    "assessment": "what was judged stays as it was",
    "calibration_act": "what was judged stays as it was",
    "record_entry": "what was added to a record stays as it was written",
}
"""Tables of which no row is changed or removed."""
READERS_MAY: Final = ("audit_entry", "audit_head", "sign_in")
"""What an auditor's session writes."""
CHANNEL: Final = "collectdesk"

_FUNCTIONS: Final = """
CREATE TABLE IF NOT EXISTS seat (
    branch_id varchar NOT NULL, role_name name NOT NULL, left_at varchar, PRIMARY KEY (branch_id, role_name)
);
CREATE OR REPLACE FUNCTION seat() RETURNS varchar LANGUAGE sql STABLE SECURITY DEFINER SET search_path = collectdesk
AS $$ SELECT s.branch_id FROM seat s WHERE s.branch_id = current_setting('app.branch', true)
      AND s.role_name = session_user
      AND (s.left_at IS NULL OR current_setting('app.clearing', true) = s.branch_id) $$;
CREATE OR REPLACE FUNCTION has_left() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = collectdesk
AS $$ SELECT EXISTS (SELECT 1 FROM seat s WHERE s.branch_id = current_setting('app.branch', true)
      AND s.role_name = session_user AND s.left_at IS NOT NULL) $$;
CREATE OR REPLACE FUNCTION leave_seat(comes_back boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = collectdesk AS $$ BEGIN
    UPDATE seat s SET left_at = CASE WHEN comes_back THEN NULL ELSE now()::text END
    WHERE s.branch_id = current_setting('app.branch')
    AND EXISTS (SELECT 1 FROM seat o WHERE o.branch_id = s.branch_id AND o.role_name = session_user);
END $$;
CREATE OR REPLACE FUNCTION take_seat() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = collectdesk
AS $$ DECLARE wanted varchar := current_setting('app.branch'); BEGIN
    IF wanted = '' THEN RAISE EXCEPTION 'no branch was named'; END IF;
    IF NOT EXISTS (SELECT 1 FROM seat s WHERE s.branch_id = wanted) THEN
        INSERT INTO seat (branch_id, role_name) VALUES (wanted, session_user);
    END IF;
    RETURN EXISTS (SELECT 1 FROM seat s WHERE s.branch_id = wanted AND s.role_name = session_user);
END $$;
CREATE OR REPLACE FUNCTION give_seat(other name) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = collectdesk AS $$ BEGIN
    IF seat() IS NULL THEN RAISE EXCEPTION 'no seat in this branch' USING ERRCODE = '42501'; END IF;
    INSERT INTO seat (branch_id, role_name) VALUES (seat(), other) ON CONFLICT DO NOTHING;
END $$;
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = collectdesk AS $$ BEGIN
    IF TG_OP = 'DELETE' AND current_setting('app.clearing', true) = OLD.branch_id AND has_left() THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '23000';
END $$;
CREATE OR REPLACE FUNCTION refuse_reader() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN
    IF current_setting('app.reads_only', true) = 'on' THEN
        RAISE EXCEPTION 'an auditor reads' USING ERRCODE = 'CD001';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION chain_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = collectdesk
AS $$ DECLARE standing record; BEGIN
    SELECT h.seq, h.link INTO standing FROM audit_head h WHERE h.branch_id = NEW.branch_id AND h.id = 1 FOR UPDATE;
    IF NEW.seq <> coalesce(standing.seq, 0) + 1 OR NEW.previous <> coalesce(standing.link, NEW.previous) THEN
        RAISE EXCEPTION 'the trail has a gap' USING ERRCODE = '23000';
    END IF;
    INSERT INTO audit_head AS h (branch_id, id, seq, link, latest) VALUES (NEW.branch_id, 1, NEW.seq, NEW.link, NEW.at)
    ON CONFLICT (branch_id, id) DO UPDATE SET seq = excluded.seq, link = excluded.link, latest = CASE
        WHEN NEW.action = 'clock.confirmed' OR h.latest IS NULL OR excluded.latest > h.latest
        THEN excluded.latest ELSE h.latest END;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION joined(before text, one text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN before IS NULL THEN one WHEN one IS NULL THEN before ELSE before || ',' || one END $$;
CREATE OR REPLACE AGGREGATE group_concat(text) (sfunc = joined, stype = text);
CREATE OR REPLACE FUNCTION tell_others() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN PERFORM pg_notify('collectdesk', current_setting('app.branch', true)); RETURN NULL; END $$;
CREATE OR REPLACE FUNCTION mark_line() RETURNS trigger LANGUAGE plpgsql SET search_path = collectdesk
AS $$ BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO line_due (branch_id, customer_id) VALUES (NEW.branch_id, to_jsonb(NEW) ->> TG_ARGV[0])
        ON CONFLICT DO NOTHING;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO line_due (branch_id, customer_id) VALUES (OLD.branch_id, to_jsonb(OLD) ->> TG_ARGV[0])
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION mark_line_of_product() RETURNS trigger LANGUAGE plpgsql SET search_path = collectdesk
AS $$ BEGIN
    INSERT INTO line_due (branch_id, customer_id)
    SELECT p.branch_id, p.customer_id FROM product p
    WHERE p.id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.product_id ELSE NEW.product_id END)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION follow_step() RETURNS trigger LANGUAGE plpgsql SET search_path = collectdesk
AS $$ DECLARE one varchar; BEGIN
    FOREACH one IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.case_id] WHEN 'DELETE' THEN ARRAY[OLD.case_id]
                         ELSE ARRAY[NEW.case_id, OLD.case_id] END LOOP
        UPDATE customer_line l SET due_on = (
            SELECT min(s.due_on) FROM next_step s WHERE s.case_id = one AND s.done_at IS NULL
        ) WHERE l.customer_id = (SELECT k.customer_id FROM customer_case k WHERE k.id = one AND k.closed_on IS NULL);
    END LOOP;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION take_line_along() RETURNS trigger LANGUAGE plpgsql SET search_path = collectdesk
AS $$ BEGIN
    DELETE FROM found_by f USING customer_line l
    WHERE l.customer_id = OLD.id AND f.branch_id = OLD.branch_id AND f.number = l.number;
    DELETE FROM customer_line WHERE customer_id = OLD.id;
    RETURN OLD;
END $$;
CREATE TABLE IF NOT EXISTS found_by (
    branch_id varchar NOT NULL DEFAULT current_setting('app.branch'), number bigint NOT NULL, tok text[] NOT NULL,
    PRIMARY KEY (branch_id, number)
);
CREATE INDEX IF NOT EXISTS ix_found_by_tok ON found_by USING gin (tok);
CREATE OR REPLACE FUNCTION find_by(wanted text[], most bigint) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = collectdesk SET enable_seqscan = off
AS $$ BEGIN
    RETURN QUERY EXECUTE 'SELECT number FROM found_by WHERE branch_id = $1 AND tok @> $2 LIMIT $3'
    USING seat(), seat()::text || wanted, most;
END $$;
"""
"""``find_by`` goes through the index by its owner's right and asks for the branch itself: an index on lists of words
isn't used below a policy, since the comparison could tell of rows that nobody may see."""

_MARKS: Final = (
    ("customer_made", "INSERT ON customer", "mark_line('id')"),
    ("customer_named", "UPDATE OF name, id_no, customer_no, account_officer ON customer", "mark_line('id')"),
    ("point_made", "INSERT ON contact_point", "mark_line('customer_id')"),
    ("point_changed", "UPDATE OF value, kind, customer_id ON contact_point", "mark_line('customer_id')"),
    ("point_gone", "DELETE ON contact_point", "mark_line('customer_id')"),
    ("product_made", "INSERT ON product", "mark_line('customer_id')"),
    (
        "product_changed",
        "UPDATE OF account_no, contract_no, kind, customer_id ON product",
        "mark_line('customer_id')",
    ),
    ("product_gone", "DELETE ON product", "mark_line('customer_id')"),
    ("state_made", "INSERT ON product_state", "mark_line_of_product()"),
    ("state_gone", "DELETE ON product_state", "mark_line_of_product()"),
    ("case_made", "INSERT ON customer_case", "mark_line('customer_id')"),
    ("case_changed", "UPDATE OF closed_on, customer_id ON customer_case", "mark_line('customer_id')"),
)


def tables() -> list[str]:
    """Every table that holds rows of a branch, in the order in which one may be filled after the other."""
    return [table.name for table in METADATA.sorted_tables]


def open_up(raw: ServerConnection) -> None:
    """Let the schema's steps see the rows of every branch; ``lay`` closes again, in the same transaction."""
    for (name,) in raw.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = %s::regnamespace AND c.relforcerowsecurity",
        [SCHEMA],
    ).fetchall():
        raw.tell(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")


def lay(raw: ServerConnection) -> None:
    """Branches, keys, policies, guards and triggers, over whatever the steps have made."""
    raw.tell(_FUNCTIONS)
    for name in tables():
        _owned(raw, name)
        _keyed(raw, name)
        _indexed(raw, name)
    for name in (*tables(), "found_by"):
        _fenced(raw, name)
    _guarded(raw)
    _granted(raw)


def _owned(raw: Any, name: str) -> None:
    if name != "branch":
        raw.tell(
            f"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS branch_id varchar NOT NULL"
            " DEFAULT current_setting('app.branch')"
        )


def _keyed(raw: Any, name: str) -> None:
    """Numbers that run on within a branch are its own: their keys begin with it. Ids are unique anywhere."""
    found = raw.execute(
        "SELECT c.conname, c.contype, array_agg(a.attname ORDER BY k.at), format_type(min(a.atttypid), NULL)"
        " FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(num, at)"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num"
        " WHERE c.conrelid = %s::regclass AND c.contype IN ('p', 'u') GROUP BY c.conname, c.contype",
        [f"{SCHEMA}.{name}"],
    ).fetchall()
    for constraint, kind, columns, of_type in found:
        is_id = len(columns) == 1 and columns[0].endswith("id") and of_type == "character varying"
        if "branch_id" in columns or is_id or name == "branch":
            continue
        said = "PRIMARY KEY" if kind in ("p", b"p") else "UNIQUE"
        raw.tell(
            f"ALTER TABLE {name} DROP CONSTRAINT {constraint},"
            f" ADD CONSTRAINT {constraint} {said} ({', '.join(['branch_id', *columns])})"
        )


def _indexed(raw: Any, name: str) -> None:
    """Lists and logs are read through an index: in the server's tables it begins with the branch."""
    if name not in ("customer_line", "audit_entry", "next_step"):
        return
    for (text,) in raw.execute(
        "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = %s::regclass AND NOT i.indisunique",
        [f"{SCHEMA}.{name}"],
    ).fetchall():
        if "(branch_id" in text:
            continue
        index = text.split()[2]
        raw.tell(f"DROP INDEX {index}; {text.replace(' USING btree (', ' USING btree (branch_id, ', 1)}")


def _fenced(raw: Any, name: str) -> None:
    column = "id" if name == "branch" else "branch_id"
    forced = "NO FORCE" if name == "found_by" else "FORCE"
    raw.tell(
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY; ALTER TABLE {name} {forced} ROW LEVEL SECURITY;"
        f" DROP POLICY IF EXISTS of_branch ON {name};"
        f" CREATE POLICY of_branch ON {name} USING ({column} = (SELECT seat()))"
    )
    if name not in READERS_MAY:
        raw.tell(
            f"CREATE OR REPLACE TRIGGER reader_writes_nothing BEFORE INSERT OR UPDATE OR DELETE ON {name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_reader()"
        )


def _guarded(raw: Any) -> None:
    guards = [(f"{name}_no_change", "UPDATE OR DELETE", name, why) for name, why in FROZEN.items()]
    guards.append(("audit_head_no_delete", "DELETE", "audit_head", "the head of the trail stays"))
    guards.append(("product_state_no_update", "UPDATE", "product_state", "facts are followed, not changed"))
    for trigger, when, name, why in guards:
        raw.tell(
            f"CREATE OR REPLACE TRIGGER {trigger} BEFORE {when} ON {name}"
            f" FOR EACH ROW EXECUTE FUNCTION refuse_change('{why}')"
        )
    raw.tell(
        "CREATE OR REPLACE TRIGGER audit_entry_chained BEFORE INSERT ON audit_entry"
        " FOR EACH ROW EXECUTE FUNCTION chain_entry();"
        " CREATE OR REPLACE TRIGGER audit_entry_told AFTER INSERT ON audit_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION tell_others();"
        " CREATE OR REPLACE TRIGGER line_goes_with_customer BEFORE DELETE ON customer"
        " FOR EACH ROW EXECUTE FUNCTION take_line_along()"
    )
    for trigger, when in (
        ("made", "INSERT"),
        ("changed", "UPDATE OF due_on, done_at, case_id"),
        ("gone", "DELETE"),
    ):
        raw.tell(
            f"CREATE OR REPLACE TRIGGER line_follows_step_{trigger} AFTER {when} ON next_step"
            " FOR EACH ROW EXECUTE FUNCTION follow_step()"
        )
    for trigger, when, what in _MARKS:
        raw.tell(
            f"CREATE OR REPLACE TRIGGER line_due_{trigger} AFTER {when} FOR EACH ROW EXECUTE FUNCTION {what}"
        )


def _granted(raw: Any) -> None:
    raw.tell(
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO PUBLIC;"
        f" GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA} TO PUBLIC;"
        f" REVOKE ALL ON {SCHEMA}.seat FROM PUBLIC;"
        f" REVOKE INSERT, UPDATE, DELETE ON {SCHEMA}.alembic_version FROM PUBLIC;"
        f" REVOKE UPDATE ON {SCHEMA}.audit_entry, {SCHEMA}.signature FROM PUBLIC"
    )
