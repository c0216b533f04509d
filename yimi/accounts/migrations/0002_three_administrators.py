"""三员分立 in the database: who is system, security or audit administrator holds no other role at the same time.

A check constraint sees one row only, so this is a trigger. SQLite loses triggers when a migration
rebuilds their table: one that alters accounts_grant runs these two functions again.
"""

from django.db import migrations

ADMINISTRATORS = "('system_admin', 'security_admin', 'audit_admin')"
CLASH = f"""
    SELECT 1 FROM accounts_grant other
    WHERE other.user_id = NEW.user_id AND other.id <> NEW.id AND other.role <> NEW.role
      AND (other.role IN {ADMINISTRATORS} OR NEW.role IN {ADMINISTRATORS})
      AND other.ended_at IS NULL AND NEW.ended_at IS NULL
      AND (other.to_on IS NULL OR other.to_on >= NEW.from_on)
      AND (NEW.to_on IS NULL OR NEW.to_on >= other.from_on)
"""
SQLITE = """
    CREATE TRIGGER accounts_grant_administrators_{event} BEFORE {event} ON accounts_grant
    WHEN EXISTS ({clash})
    BEGIN SELECT RAISE(ABORT, 'administrators_hold_no_other_role'); END
"""
# The user's row is locked first, so that of two grants given at the same moment one sees the other.
POSTGRES = f"""
    CREATE FUNCTION accounts_grant_administrators() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
        IF EXISTS ({CLASH}) THEN
            RAISE EXCEPTION 'administrators_hold_no_other_role' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER accounts_grant_administrators BEFORE INSERT OR UPDATE ON accounts_grant
    FOR EACH ROW EXECUTE FUNCTION accounts_grant_administrators();
"""


def enforce(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES, params=None)
        return
    for event in ("INSERT", "UPDATE"):
        editor.execute(SQLITE.format(event=event, clash=CLASH), params=None)


def relax(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER accounts_grant_administrators ON accounts_grant")
        editor.execute("DROP FUNCTION accounts_grant_administrators()")
        return
    for event in ("INSERT", "UPDATE"):
        editor.execute(f"DROP TRIGGER accounts_grant_administrators_{event}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(enforce, relax)]
