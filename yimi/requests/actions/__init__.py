"""What is done with requests for material (填报事项), and with what is said of their burden (投诉建议)."""

from .answering import put_answer
from .demands import Put, end_demand, publish_demand, put_demand, return_demand
from .feedback import answer_feedback, send_feedback

__all__ = [
    "Put", "answer_feedback", "end_demand", "publish_demand", "put_answer", "put_demand", "return_demand",
    "send_feedback",
]  # fmt: skip
