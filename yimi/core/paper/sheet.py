"""A document as .xlsx (电子表格)."""

from io import BytesIO

import xlsxwriter

from .document import Document


def sheet_of(document: Document) -> bytes:
    """The tables of a document, one under the other."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet, at = book.add_worksheet(), 0
        for table in document.tables:
            for cells in (table.header, *[[cell.text for cell in row] for row in table.rows]):
                sheet.write_row(at, 0, cells)
                at += 1
    return made.getvalue()
