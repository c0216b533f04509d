"""Tables that people send and take away (表格文件)."""

from .reading import Table, read_table, sheet_rows
from .roster import Roster, write_roster
from .writing import write_table

__all__ = ["Roster", "Table", "read_table", "sheet_rows", "write_roster", "write_table"]
