"""Photos and scans that prove steps and duties, as programs send and see them (佐证材料)."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from ninja import File
from ninja.files import UploadedFile

from yimi.core.api import Out
from yimi.planning.queries.roadmap import File as ProofFile

# What a form sends: one to nine photos or PDFs, each at most 10 MB, together at most 20.
Files = Annotated[list[UploadedFile], File()]


class ProofOut(Out):
    id: UUID
    name: str
    content_type: str
    octets: int


def told(files: Iterable[ProofFile]) -> list[dict]:
    names = ("content_type", "octets")
    return [
        {"id": file.pk, "name": file.opened["name"] or ""} | {name: getattr(file, name) for name in names}
        for file in files
    ]
