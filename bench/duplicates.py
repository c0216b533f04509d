"""How well two files of one person are told from two people (查重): a fixed seeded set, recall and precision.

`python -m bench.duplicates [--pairs N]` prints JSON. Half of the set are pairs of files of one person that differ
as real files do; half are pairs of two people who are hard to tell apart. Names are drawn at random from common
surnames and given names; numbers carry the prefix 469999. The one-stroke variants come from a list of their own,
written apart from the one that the comparison uses, so that its gaps are measured too.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from time import perf_counter
from typing import Any

PAIRS = 10_000
TRUE_SHARES = {
    "homophone": 0.25,
    "swapped": 0.10,
    "one_stroke": 0.15,
    "birth_digit": 0.15,
    "missing_number": 0.25,
    "phone_changed": 0.10,
}
FALSE_SHARES = {"twins": 1 / 3, "same_name_same_village": 1 / 3, "father_and_son": 1 / 3}
SURNAMES = "陈陈陈陈王王王王李李李符符符林林吴吴黄黄张周吉吉郑羊黎刘谢邓何曾梁蔡许韩董邢云冯麦唐"
GIVEN = (
    "秀桂玉兰英华珍芳梅花香莲凤春红丽明国建志文海永金德荣福生光庆成平安忠义仁信学才亮良家美月秋菊琼妹姑娘"
    "亚小大山水江河清波涛雄伟强刚军民兴发财宝龙虎飞云霞雪青松柏林森木土石川源泉洪亮晓东南北中正世泽运昌"
)
HOMOPHONES = (
    "秀绣 玉钰育 兰岚 英瑛莺 华桦 珍真贞 芳方 梅玫 香湘 莲连 凤奉 春椿 红宏洪鸿 丽莉 明铭鸣 国帼 建健 志智治 "
    "文雯 海 永咏勇 金锦今 德得 荣容蓉融 福富 生升胜 光 庆 成诚城承 平萍 忠钟中 义艺益毅 仁 信 学 才 良梁 "
    "美镁 月悦 秋 菊 琼 江 清青卿 波 涛 雄 伟玮纬 强 军君钧 民敏 兴星 宝 龙隆 云芸 霞 青清 松 柏 林琳霖 森 "
    "川 源园元媛 泉全 晓小筱 世仕士 泽则 运韵 昌 家佳嘉 桂贵"
)
ONE_STROKE = (
    "兰蓝 玉王 英瑛 珍诊 芳方 梅海 花华 香秀 莲连 明朋 国图 文交 永水 金全 福富 生主 光先 平苹 安按 中申 "
    "大太 天夫 木本 白百 月用 春舂 红江 丽俪 建健 志忠 荣宋 成诚 信倍 家豕 美羹 凤风 清请 波披 涛焘 伟玮 "
    "刚钢 军车 民氏 宝室 龙尤 云芸 霞露 松枚 柏拍 林材 川州 源原 泉皇 晓浇 世泄 泽译 运远 昌晶 桂挂 琼凉 "
    "琳淋 燕莺 梁染 勇湧 贵责 钟种 娟捐 静净 婷停 玲铃 慧惠 洁浩"
)


@dataclass(frozen=True)
class File:
    """What one file says of a person."""

    name: str
    birth: date
    sex: str
    number: str | None
    phone: str | None
    household: int | None
    village: str
    address: str | None


def main() -> None:
    given = argparse.ArgumentParser("bench.duplicates", description=__doc__)
    given.add_argument("--pairs", type=int, default=PAIRS, help="true pairs, and as many false ones")
    count = given.parse_args().pairs
    os.environ |= {"DJANGO_SETTINGS_MODULE": "yimi.settings"}
    import django

    django.setup()
    print(json.dumps(run(count), ensure_ascii=False, indent=2))


def run(count: int) -> dict[str, Any]:
    """Recall and precision for each class and over all, and comparisons a second."""
    from yimi.clients.similarity import LIKELY, compare

    pairs = [(kind, _features(one), _features(other)) for kind, one, other in made(count)]
    began = perf_counter()
    scores = [(kind, compare(one, other).score >= LIKELY) for kind, one, other in pairs]
    spent = perf_counter() - began
    return _summed(scores) | {"comparisons_a_second": round(len(scores) / spent)}


def _summed(scores: list[tuple[str, bool]]) -> dict[str, Any]:
    asked, said = Counter(kind for kind, _yes in scores), Counter(kind for kind, yes in scores if yes)
    hits, false = sum(said[kind] for kind in TRUE_SHARES), sum(said[kind] for kind in FALSE_SHARES)
    return {
        "recall": round(hits / sum(asked[kind] for kind in TRUE_SHARES), 4),
        "precision": round(hits / (hits + false), 4),
        "recall_by_class": {kind: round(said[kind] / asked[kind], 4) for kind in TRUE_SHARES},
        "told_apart_by_class": {kind: round(1 - said[kind] / asked[kind], 4) for kind in FALSE_SHARES},
    }


def made(count: int) -> Iterator[tuple[str, File, File]]:
    """The set: so many true pairs and so many false ones, the same in every run."""
    rng = Random(2026)  # noqa: S311 (a workload, not a secret)
    for shares in (TRUE_SHARES, FALSE_SHARES):
        for kind, share in shares.items():
            for _nth in range(round(count * share)):
                yield kind, *MAKERS[kind](rng)


def _features(file: File) -> Any:
    from uuid import UUID

    from yimi.clients.similarity import features

    household = UUID(int=file.household) if file.household is not None else None
    return features(**(vars(file) | {"household": household}))


def _file(rng: Random) -> File:
    """A file as they are: one in three has no phone, half have no address, most have a number."""
    birth = date(1925, 1, 1) + timedelta(days=rng.randrange(33_000))
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2, 2))))
    sex = rng.choice("MF")
    return File(
        name=name,
        birth=birth,
        sex=sex,
        number=_number(rng, birth, sex),
        phone=_phone(rng) if rng.random() < 0.66 else None,
        household=rng.randrange(10**9) if rng.random() < 0.5 else None,
        village=f"村{rng.randrange(3000)}",
        address=f"{rng.randrange(300)}号" if rng.random() < 0.5 else None,
    )


def _number(rng: Random, birth: date, sex: str) -> str:
    from yimi.clients.identity import check_digit

    first = f"469999{birth:%Y%m%d}{rng.randrange(100):02d}{rng.choice('13579' if sex == 'M' else '02468')}"
    return first + check_digit(first)


def _phone(rng: Random) -> str:
    return f"13{rng.randrange(10**9):09d}"


def _again(rng: Random, file: File) -> File:
    """The second file of one person: without the number, or the first one is; often elsewhere and thinner."""
    return replace(
        file,
        number=None,
        phone=rng.choice((file.phone, None, _phone(rng))),
        household=None,
        village=file.village if rng.random() < 0.8 else f"村{rng.randrange(3000)}",
        address=rng.choice((file.address, None)),
        sex=file.sex if rng.random() < 0.9 else "unknown",
    )


def _renamed(groups: str) -> Callable[[Random], tuple[File, File]]:
    """A maker of pairs whose names differ by one character that is taken for another."""
    others = {one: group.replace(one, "") for group in groups.split() for one in group if len(group) > 1}
    usual = sorted(set(GIVEN) & set(others))

    def make(rng: Random) -> tuple[File, File]:
        file = _file(rng)
        meant = rng.choice(usual)
        kept = file.name[:-1] if len(file.name) > 2 else file.name[0]
        file = replace(file, name=kept + meant)
        return file, replace(_again(rng, file), name=kept + rng.choice(others[meant]))

    return make


def _swapped(rng: Random) -> tuple[File, File]:
    file = _file(rng)
    while len(file.name) < 3 or file.name[1] == file.name[2]:
        file = _file(rng)
    return file, replace(_again(rng, file), name=file.name[0] + file.name[2] + file.name[1])


def _birth_digit(rng: Random) -> tuple[File, File]:
    """One digit of year, month or day is another; one in three files still has phone or address to go by."""
    file = _file(rng)
    while True:
        digits = list(f"{file.birth:%Y%m%d}")
        digits[rng.randrange(2, 8)] = str(rng.randrange(10))
        try:
            birth = date.fromisoformat("".join(digits))
        except ValueError:
            continue
        if birth != file.birth and birth.year < 2027:
            return file, replace(_again(rng, file), birth=birth)


def _missing_number(rng: Random) -> tuple[File, File]:
    file = _file(rng)
    return file, _again(rng, file)


def _phone_changed(rng: Random) -> tuple[File, File]:
    file = replace(_file(rng), phone=_phone(rng))
    return file, replace(_again(rng, file), phone=_phone(rng))


def _twins(rng: Random) -> tuple[File, File]:
    """One surname, one birth date, one house; the given names share a character or none; each has a number."""
    file = replace(_file(rng), household=rng.randrange(10**9))
    while len(file.name) < 3:
        file = replace(file, name=file.name + rng.choice(GIVEN))
    given = file.name[1] + rng.choice(GIVEN) if rng.random() < 0.7 else "".join(rng.choices(GIVEN, k=2))
    if file.name[0] + given == file.name:
        return _twins(rng)
    sex = file.sex if rng.random() < 0.6 else "M" if file.sex == "F" else "F"
    return file, replace(file, name=file.name[0] + given, sex=sex, number=_number(rng, file.birth, sex))


def _same_name(rng: Random) -> tuple[File, File]:
    """Two people of one name in one village; half of them have no number yet."""
    file, other = _file(rng), _file(rng)
    if abs(file.birth - other.birth).days < 60:
        return _same_name(rng)
    number = other.number if rng.random() < 0.5 else None
    return file, replace(other, name=file.name, village=file.village, sex=file.sex, number=number)


def _father_and_son(rng: Random) -> tuple[File, File]:
    """One surname, one house, one phone, a generation apart; the names may share a character or sound alike."""
    file = replace(_file(rng), sex="M", birth=date(1930, 1, 1) + timedelta(days=rng.randrange(18_000)))
    birth = file.birth + timedelta(days=rng.randrange(18 * 365, 40 * 365))
    given = "".join(rng.choices(GIVEN, k=max(1, len(file.name) - 1)))
    name = file.name if rng.random() < 0.02 else file.name[0] + given
    number = _number(rng, birth, "M") if rng.random() < 0.7 else None
    return file, replace(file, name=name, birth=birth, number=number)


MAKERS = {
    "homophone": _renamed(HOMOPHONES),
    "swapped": _swapped,
    "one_stroke": _renamed(ONE_STROKE),
    "birth_digit": _birth_digit,
    "missing_number": _missing_number,
    "phone_changed": _phone_changed,
    "twins": _twins,
    "same_name_same_village": _same_name,
    "father_and_son": _father_and_son,
}

if __name__ == "__main__":
    main()
