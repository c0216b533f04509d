"""What can be done with plans, targets, steps and duties. Pages, the API and other domains come through here."""

from .duties import finish_duty, put_duty, tell_duty, void_duty
from .milestones import finish_milestone, put_milestone, reopen_milestone, void_milestone
from .plans import amend_plan, put_plan, return_plan, sign_plan, submit_plan
from .proofs import add_files, open_file, remove_file
from .targets import adjust, change_total, draft_split, hand_down, publish_split, put_target, split_again

__all__ = [
    "add_files",
    "adjust",
    "amend_plan",
    "change_total",
    "draft_split",
    "finish_duty",
    "finish_milestone",
    "hand_down",
    "publish_split",
    "open_file",
    "put_duty",
    "put_milestone",
    "put_plan",
    "put_target",
    "remove_file",
    "reopen_milestone",
    "return_plan",
    "sign_plan",
    "split_again",
    "submit_plan",
    "tell_duty",
    "void_duty",
    "void_milestone",
]
