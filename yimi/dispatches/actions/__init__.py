"""What can be done with dispatches (季调度), circulars (半年通报) and the yearly assessment (年终考核)."""

from .assessments import PlanFields, ResultFields, put_plan, put_result
from .circulars import archive, begin_circular, export_circular, issue_circular, receive, reply, send, send_back, sign
from .deciding import DecisionFields, put_decision, withdraw
from .dispatches import begin, close, export, hold, issue
from .publishing import decide_objection, propose, publish, raise_objection

__all__ = [
    "DecisionFields", "PlanFields", "ResultFields", "archive", "begin", "begin_circular", "close", "decide_objection",
    "export", "export_circular", "hold", "issue", "issue_circular", "propose", "publish", "put_decision", "put_plan",
    "put_result", "raise_objection", "receive", "reply", "send", "send_back", "sign", "withdraw",
]  # fmt: skip
