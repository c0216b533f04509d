"""Files to take along (下载): kept under their own name."""

from email.message import Message

import pytest

from yimi.core.files.answers import kept_file


@pytest.mark.parametrize(
    "name", ["stations.xlsx", "走访台账-2026年10月.pdf", '“春节”\n"慰问"小结.docx', "简报;a=b.txt"]
)
def test_a_file_is_kept_under_its_own_name_in_no_cache(name):
    answer = kept_file(b"...", name)
    read = Message()
    read["Content-Disposition"] = answer["Content-Disposition"]
    assert (read.get_content_disposition(), read.get_filename()) == ("attachment", name)
    assert "no-store" in answer["Cache-Control"]
