"""One document (公文) from which the page, the .docx, the .xlsx and the PDF are made.

It is data and nothing else: what it says can be kept, compared and made again with the same bytes.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

REPORT, CIRCULAR, BRIEF, PLAIN = "report", "circular", "brief", "plain"  # 上行报告、下行通报、简报、内部材料


@dataclass(frozen=True)
class Run:
    """Some words of a paragraph; a number says by `code` which measure it is, and by `url` where its rows are."""

    text: str
    code: str = ""
    url: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading (标题): 1 一、 2 （一） 3 1. – the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph (段落), indented by two characters."""

    runs: tuple[Run, ...]

    @classmethod
    def of(cls, text: str) -> "Paragraph":
        return cls((Run(text),))


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, whether it is a number, and which measure it is."""

    text: str
    is_number: bool = False
    code: str = ""
    url: str = ""


@dataclass(frozen=True)
class Table:
    """A table (表格) with one row of heads, which repeats on every page."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    widths: tuple[int, ...] = ()  # shares of the width; none: alike


@dataclass(frozen=True)
class Break:
    """A new page (分页), before an annex."""


@dataclass(frozen=True)
class Meaning:
    """What a measure counts (口径), for the numbers of a document that carry its code."""

    code: str
    name: str
    words: str

    @property
    def text(self) -> str:
        return f"{self.name}：{self.words}"


Block = Heading | Paragraph | Table | Break


@dataclass(frozen=True)
class Document:
    """A document with its head and foot (版头、主体、版记). What is empty is left out.

    `mark` stands over a brief or circular (社工站工作简报), `number` is 发文字号 or the issue (第 8 期), `to` 主送,
    `signed` and `dated` the end, `notes` the meaning of its numbers (口径), `copies` 抄送, `printed` 印发机关.
    `meanings` stand before the notes, and numbers with their code lead to them.
    `sample` is what a document of the demo carries (样稿 · 演示数据); `seal_line` leaves room for names and seals.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    mark: str = ""
    number: str = ""
    maker: str = ""
    to: str = ""
    signed: str = ""
    dated: str = ""
    notes: tuple[str, ...] = ()
    copies: str = ""
    printed: str = ""
    seal_line: tuple[str, ...] = ()
    frozen: str = ""  # 定稿：the words that say when and at which place of the ledger
    sample: str = ""
    meanings: tuple[Meaning, ...] = ()

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def explained(self) -> list[tuple[str, str]]:
        """All of 口径 in order: the code of the measure, or nothing, and the words."""
        return [*((each.code, each.text) for each in self.meanings), *(("", note) for note in self.notes)]

    def meaning_of(self, code: str) -> str:
        """What a number with this code counts; nothing where the document does not say."""
        return next((each.text for each in self.meanings if code and each.code == code), "")

    def content(self) -> dict[str, Any]:
        """What is kept of it, as JSON can say it."""
        said = asdict(self)
        said["blocks"] = [{"is": _name_of(block), **asdict(block)} for block in self.blocks]
        return said

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> "Document":
        """The document that `content` was made of."""
        fields: dict[str, Any] = {name: _plain(value) for name, value in content.items()}
        fields["blocks"] = tuple(_block(each) for each in content["blocks"])
        fields["meanings"] = tuple(Meaning(**each) for each in content.get("meanings", ()))
        return cls(**fields)


def _name_of(block: Block) -> str:
    return type(block).__name__.lower()


def _block(said: dict[str, Any]) -> Block:
    fields: dict[str, Any] = {name: value for name, value in said.items() if name != "is"}
    if said["is"] == "paragraph":
        return Paragraph(tuple(Run(**run) for run in fields["runs"]))
    if said["is"] == "table":
        plain: dict[str, Any] = {name: _plain(value) for name, value in fields.items()}
        return Table(**plain | {"rows": tuple(tuple(Cell(**cell) for cell in row) for row in fields["rows"])})
    return Heading(**fields) if said["is"] == "heading" else Break()


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
