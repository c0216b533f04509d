"""Tables that people send and take away (表格文件)."""

from .reading import Table, read_table
from .writing import write_table

__all__ = ["Table", "read_table", "write_table"]
