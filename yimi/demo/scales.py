"""How large the demo is (演示规模): the totals that the story adds up to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """One size of the demo. `visits` is VISIT_FILE_PT, of which `files` open a file; `sessions` is SESSION."""

    name: str
    days: int
    files: int
    visits: int
    assists: int
    sessions: int
    others: int
    stations: tuple[str, ...] = ()  # only these; all that operate when empty
    whole: bool = False  # a station in every town and subdistrict of the province
    step: int = 8  # days that are written up at once; what is a week old on the last of them is not yet 补录


# 首批 66 站 107 天，累计数与报道相同：走访建档 2 万余人次，帮扶 5000 多人次，服务 3380 场次。
PILOT = Scale("pilot", days=107, files=9021, visits=21_643, assists=5_062, sessions=3_380, others=2_860)
PROVINCE = Scale(
    "province", days=1095, files=120_000, visits=930_000, assists=190_000, sessions=118_000, others=100_000, whole=True
)
TINY = Scale(
    "tiny", days=10, files=22, visits=60, assists=14, sessions=8, others=10, stations=("469030104", "460203-D02")
)
SCALES = {scale.name: scale for scale in (PILOT, PROVINCE, TINY)}
