"""Words found nowhere else (暗语): whatever is written of one person, so that it is known wherever it gets out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What is written about one person and nobody else; `mark` begins every text of her file."""

    name: str
    given: str  # what a mask hides of the name
    id_number: str
    phone: str
    address: str
    note: str
    mark: str
    emergency_phone: str
    guardian_phone: str
    disability: str = ""
    disability_words: str = ""

    def of(self, what: str) -> str:
        """The text that stands in one place of her file."""
        return f"{self.mark}{what}"

    @property
    def inside(self) -> list[str]:
        """What the station reads of her, and nobody above it."""
        places = (
            "曾用名",
            "户籍",
            "证件说明",
            "机主",
            "急联",
            "监护人",
            "见证",
            "答复",
            "结束原因",
            "新户",
            "调出说明",
            "资料备注",
            "资料说明",
            "活动目的",
            "签收",
            "简报草稿",
            "日志补记",
        )
        return [self.given, self.note, *map(self.of, places)]

    @property
    def masked(self) -> list[str]:
        """What nobody reads who has not asked for it, one by one."""
        places = ("健康", "查看事由", "底册住址")
        return [self.address, *map(self.of, places), *filter(None, [self.disability])]

    @property
    def close(self) -> list[str]:
        """What only the worker in charge and the head read: disability, closely kept categories, what stations ask."""
        places = ("敏感来源", "限制来源", "转站事由", "会商事由", "并档事由")
        return [*map(self.of, places), *filter(None, [self.disability_words])]

    @property
    def offices(self) -> list[str]:
        """What offices write and read, each within its reach."""
        return [
            self.of(what)
            for what in (
                "审核意见",
                "审定意见",
                "导出用途",
                "名册",
                "某列",
                "某人",
                "交办",
                "督办要求",
                "督办说明",
                "简报正文",
                "大事",
            )
        ]

    @property
    def closed(self) -> list[str]:
        """Everything that is hers: for a reader elsewhere."""
        numbers = [self.id_number, self.phone, self.emergency_phone, self.guardian_phone]
        return [word for word in (*self.inside, *self.masked, *self.close, *numbers) if word]


HERE = Words(
    "黎汀兰", "汀兰", "469999195001010014", "13907550101", "近岸巷七号", "近岸暗语 near-canary",
    "近岸", "13907550111", "13907550121", "46999919500101001462", "精神二级",
)  # fmt: skip
FAR = Words(
    "符岚屿", "岚屿", "469999195001010030", "13907550202", "远岸巷九号", "远岸暗语 far-canary",
    "远岸", "13907550212", "13907550222", "46999919500101003053", "智力三级",
)  # fmt: skip
FAR_ASCII = Words(
    "Quillan Farrow", "uillan", "", "13907550303", "Farrow Quay 12", "farrow-note-canary",
    "farrow", "13907550313", "13907550323",
)  # fmt: skip
SECRET = "限制暗语 closed-canary"
