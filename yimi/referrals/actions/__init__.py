"""What can be done with referrals (转介): the station that sends, and the one that is asked."""

from .answering import accept, begin, decline, give_result
from .drafting import consent, put_referral
from .ending import close, withdraw
from .sending import send

__all__ = ["accept", "begin", "close", "consent", "decline", "give_result", "put_referral", "send", "withdraw"]
