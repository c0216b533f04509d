"""People whom stations serve (服务对象): one person, one file (一人一档)."""

from .finding import Merge, Pair, Reveal, SearchToken, shelf_of
from .moving import Asked, Consult, Transfer
from .particulars import Consent, Particulars
from .person import Category, FileSpan, Household, Person, PersonNumber, Sensitivity

__all__ = [
    "Asked",
    "Category",
    "Consent",
    "Consult",
    "FileSpan",
    "Household",
    "Merge",
    "Pair",
    "Particulars",
    "Person",
    "PersonNumber",
    "Reveal",
    "SearchToken",
    "Sensitivity",
    "Transfer",
    "shelf_of",
]
