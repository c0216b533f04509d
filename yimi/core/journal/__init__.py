"""The journal (操作日志): one spine for audit, for the phone's pull and for frozen reports.

Every action records an entry in its own transaction: no entry, no act. One sealer numbers the
entries in the order of commit and chains them with a key that lies outside the database; the head
of the chain is anchored in files beside it. `verify` finds whatever was changed afterwards.
"""

from .entry import entries, record, says
from .sealer import head, seal_tail
from .verdict import Verdict, verify

__all__ = ["Verdict", "entries", "head", "record", "says", "seal_tail", "verify"]
