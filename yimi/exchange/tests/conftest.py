import pytest

from yimi.exchange import working


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """What waits is kept apart from everything else of this machine."""
    settings.YIMI_DATA = tmp_path
    working._under_way.clear()
    return tmp_path
