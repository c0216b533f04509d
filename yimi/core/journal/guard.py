"""Triggers that refuse to change or remove what the journal holds, on both engines."""

_TABLES = ("core_entry", "core_seal")

_REFUSE = """
CREATE OR REPLACE FUNCTION core_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$
"""


def protect(connection) -> None:
    """Make the journal insert-only. A later migration that rebuilds one of its tables calls this again."""
    for statement in _on_sqlite() if connection.vendor == "sqlite" else _on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(statement)


def unprotect(connection) -> None:
    """Take the triggers away: to go back before them, and to empty the tables between tests."""
    with connection.cursor() as cursor:
        for table in _TABLES:
            for name in _names(connection, table):
                on = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _names(connection, table: str) -> list[str]:
    return [f"{table}_no_{act}" for act in _acts(connection.vendor)]


def _acts(vendor: str) -> list[str]:
    return ["update", "delete"] if vendor == "sqlite" else ["update", "delete", "truncate"]


def _on_sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        for table in _TABLES
        for act in _acts("sqlite")
    ]


def _on_postgresql() -> list[str]:
    return [_REFUSE] + [
        f"CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION core_insert_only()"
        for table in _TABLES
        for act in _acts("postgresql")
    ]
