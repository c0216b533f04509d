"""Files on the disk (密封的文件), sealed: tables that wait, photos of a record; each owner has a key of its own.

When a file is no longer wanted its key is erased with it, so that no copy of the disk can be read.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yimi.core import seal


@dataclass(frozen=True)
class Vault:
    """The sealed files of one owner, such as ("import", id)."""

    kind: str
    owner: UUID
    root: str = "exchange"

    def put(self, name: str, content: bytes) -> None:
        """Keep a file; written whole or not at all."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_bytes(seal.lock((self.kind, self.owner), name, content))
        draft.replace(path)

    def get(self, name: str) -> bytes:
        """The file; `FileNotFoundError` where there is none."""
        return seal.unlock((self.kind, self.owner), name, self._path(name).read_bytes())

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def drop(self, name: str) -> None:
        """Throw one file away."""
        self._path(name).unlink(missing_ok=True)

    def erase(self) -> None:
        """Throw everything away, and the key."""
        shutil.rmtree(self._folder, ignore_errors=True)
        seal.erase(self.kind, self.owner)

    @property
    def _folder(self) -> Path:
        return Path(settings.YIMI_DATA) / self.root / f"{self.kind}-{self.owner.hex}"

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sealed"
