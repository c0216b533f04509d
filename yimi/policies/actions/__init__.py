"""What is done with policy documents (政策文件): draft, publish, revise, repeal, relate, sign for."""

from .drafting import Put, discard_draft, put_document
from .publishing import publish_document, repeal_document
from .receiving import open_for_office, sign_for_office
from .relating import relate, withdraw_relation

__all__ = [
    "Put", "discard_draft", "open_for_office", "publish_document", "put_document", "relate", "repeal_document",
    "sign_for_office", "withdraw_relation",
]  # fmt: skip
