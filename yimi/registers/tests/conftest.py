import pytest

from yimi.exchange import working


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.YIMI_DATA = tmp_path
    working._under_way.clear()
    return tmp_path
