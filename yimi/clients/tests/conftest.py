from yimi.core.tests.guard import emptied_journal

__all__ = ["emptied_journal"]
