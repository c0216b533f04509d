"""What can be done with lists, visits and the rule behind them. Pages, the API and other domains come through here."""

from .approving import approve_round
from .drafting import add_people, drop_people, keep_member, open_round, remove_member, submit_round
from .pausing import pause_visits, resume_visits
from .ruling import discard_rule, publish_rule, put_rule
from .signing import return_round, sign_round, strike_people
from .tiers import retier

__all__ = [
    "add_people",
    "approve_round",
    "discard_rule",
    "drop_people",
    "keep_member",
    "open_round",
    "pause_visits",
    "publish_rule",
    "put_rule",
    "remove_member",
    "resume_visits",
    "retier",
    "return_round",
    "sign_round",
    "strike_people",
    "submit_round",
]
