"""The columns of the table of people (服务对象表): their names, what can be chosen, and an example."""

from typing import IO, Any

import xlsxwriter

from yimi.clients.models import Person
from yimi.core.files.cells import labels

STATION, NAME, ID_TYPE, NUMBER, SEX, BORN = "站点代码", "姓名", "证件类型", "证件号码", "性别", "出生日期"
ETHNICITY, PHONE, AREA, ADDRESS = "民族", "电话", "居住地", "详细住址"
HOUSEHOLD, ROLE, CATEGORIES, SINCE = "户号", "与户主关系", "对象类别", "类别起始日期"
OPENED, KNOWN_ONLY, WORKER, FORMER, LANGUAGES = "建档日期", "只登记", "负责社工", "曾用名", "语言"
EMERGENCY, EMERGENCY_WHO, EMERGENCY_PHONE = "紧急联系人", "紧急联系人关系", "紧急联系电话"
GUARDIAN, GUARDIAN_WHO, GUARDIAN_PHONE = "监护人", "监护关系", "监护人电话"
DISABILITY, DWELLING = "残疾人证号", "住房情况"

COLUMNS = (
    STATION, NAME, ID_TYPE, NUMBER, SEX, BORN, ETHNICITY, PHONE, AREA, ADDRESS, HOUSEHOLD, ROLE, CATEGORIES, SINCE,
    OPENED, KNOWN_ONLY, WORKER, FORMER, LANGUAGES, EMERGENCY, EMERGENCY_WHO, EMERGENCY_PHONE, GUARDIAN, GUARDIAN_WHO,
    GUARDIAN_PHONE, DISABILITY, DWELLING,
)  # fmt: skip
# How people head the same columns in tables of their own.
ALSO = {
    "社工站": STATION, "身份证号": NUMBER, "身份证号码": NUMBER, "公民身份号码": NUMBER, "出生年月日": BORN,
    "手机": PHONE, "手机号": PHONE, "联系电话": PHONE, "村（居）": AREA, "村居": AREA, "所在村": AREA, "住址": ADDRESS,
    "家庭住址": ADDRESS, "家庭编号": HOUSEHOLD, "人员类别": CATEGORIES,
}  # fmt: skip
# Where a fault of a person stands in the table.
COLUMN_OF = {
    "name": NAME, "id_type": ID_TYPE, "id_number": NUMBER, "sex": SEX, "birth_on": BORN, "phone": PHONE, "area": AREA,
    "address": ADDRESS, "categories": CATEGORIES, "opened_on": OPENED, "station": STATION, "ethnicity": ETHNICITY,
    "former_names": FORMER, "languages": LANGUAGES, "emergency_name": EMERGENCY, "emergency_relation": EMERGENCY_WHO,
    "emergency_phone": EMERGENCY_PHONE, "guardian_name": GUARDIAN, "guardian_relation": GUARDIAN_WHO,
    "guardian_phone": GUARDIAN_PHONE, "disability_number": DISABILITY, "dwelling": DWELLING, "household_role": ROLE,
}  # fmt: skip
_EXAMPLE = {
    NAME: "王示例", ID_TYPE: "居民身份证", NUMBER: "469999194304120021", SEX: "女", ETHNICITY: "黎族",
    PHONE: "13800000000", AREA: "潮村", ADDRESS: "四组", HOUSEHOLD: "1", ROLE: "户主",
    CATEGORIES: "低保对象、独居老年人", SINCE: "2026-01-01", OPENED: "2026-09-15", LANGUAGES: "黎语（哈方言）、普通话",
    EMERGENCY: "王小示例", EMERGENCY_WHO: "儿子", EMERGENCY_PHONE: "13800000000", DWELLING: "瓦房",
}  # fmt: skip
_RULES = (
    "必填：姓名。其余没有的留空；填了身份证号码，性别和出生日期可以不填。",
    "站点代码：只有一个社工站的不用填。居住地：填村（居）名称，不填为镇（街道）。",
    "户号：同一户填同一个号，只在本表内用来认户。对象类别：填名称或代码，几个用顿号隔开。",
    "只登记：填“是”的暂不建档，以后服务时再建。负责社工：填账号或姓名，限本站人员。",
    "证件号码列请保持文本格式，以免后几位丢失。同一份表导入两次不会重复；已有档案的只补空缺，不改原有内容。",
)
_WIDE = 14
_LAST_LINE = 2000


def write_template(stream: IO[bytes]) -> None:
    """The empty table, an example and the rules; all columns are text, so that no digit is lost."""
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet("服务对象")
    sheet.set_column(0, len(COLUMNS) - 1, _WIDE, text)
    sheet.write_row(0, 0, COLUMNS, bold)
    sheet.freeze_panes(1, 0)
    for column, allowed in _lists().items():
        at = COLUMNS.index(column)
        sheet.data_validation(1, at, _LAST_LINE, at, {"validate": "list", "source": allowed})
    _write_example(book.add_worksheet("填写示例"), text, bold)
    rules = book.add_worksheet("填写说明")
    rules.set_column(0, 0, 100)
    for row, rule in enumerate(_RULES):
        rules.write_string(row, 0, rule)
    book.close()


def _lists() -> dict[str, list[str]]:
    return {
        ID_TYPE: list(labels(Person.IdType)),
        SEX: ["男", "女", "未知"],
        ROLE: list(labels(Person.HouseholdRole)),
        KNOWN_ONLY: ["是", "否"],
    }


def _write_example(sheet: Any, text: Any, bold: Any) -> None:
    sheet.set_column(0, len(COLUMNS) - 1, _WIDE, text)
    sheet.write_row(0, 0, COLUMNS, bold)
    for at, column in enumerate(COLUMNS):
        sheet.write_string(1, at, _EXAMPLE.get(column, ""), text)
