"""What can be done with tables on their way in and out (导入导出)."""

from .exports import answer_export, ask_export, take_export
from .imports import cancel_import, choose_columns, confirm_import, import_file, receive_table

__all__ = [
    "answer_export",
    "ask_export",
    "cancel_import",
    "choose_columns",
    "confirm_import",
    "import_file",
    "receive_table",
    "take_export",
]
