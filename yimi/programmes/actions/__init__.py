"""What can be done with programmes (小组和活动): plan, take a step, say who takes part and how they scored."""

from .members import add_member, remove_member, score_members
from .planning import put_activity, put_group
from .stepping import take_step

__all__ = ["add_member", "put_activity", "put_group", "remove_member", "score_members", "take_step"]
