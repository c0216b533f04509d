"""What can be done, and which roles may do it. Read this file to audit the whole system.

Role codes and what each may see: the access table of the handbook, docs/access.md.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """A thing a person may do (权限)."""

    FIGURES_VIEW = "figures.view", _("查看各地数字")
    STATION_VIEW = "station.view", _("查看站点")
    STATION_MANAGE = "station.manage", _("管理站点")
    AREA_MANAGE = "area.manage", _("变更区划")
    COVERAGE_PLAN = "coverage.plan", _("编制覆盖清单")
    TRACKING_VIEW = "tracking.view", _("查看督办事项")
    TRACKING_ANSWER = "tracking.answer", _("办理督办事项")
    TRACKING_RECHECK = "tracking.recheck", _("提出和复查督办事项")
    BUILDING_VIEW = "building.view", _("查看建站资料")
    BUILDING_CHECK = "building.check", _("建站自查")
    BUILDING_ACCEPT = "building.accept", _("组织建站验收")
    BUILDING_SPOT = "building.spot", _("抽查建站验收")
    CATALOGUE_VIEW = "catalogue.view", _("查看目录")
    CATALOGUE_PUBLISH = "catalogue.publish", _("发布目录")
    POLICY_VIEW = "policy.view", _("查看政策文件")
    POLICY_WRITE = "policy.write", _("起草和发布政策文件")
    POLICY_RECEIVE = "policy.receive", _("为本单位签收政策文件")
    PERSON_VIEW = "person.view", _("查看服务对象")
    PERSON_WRITE = "person.write", _("建档和修改档案")
    PERSON_REGISTER = "person.register", _("认定对象类别")
    PERSON_REVEAL = "person.reveal", _("查看证件号码、电话和住址")
    PERSON_MERGE = "person.merge", _("合并重复档案")
    PERSON_MOVE = "person.move", _("办理转站和会商")
    PERSON_IMPORT = "person.import", _("导入服务对象")
    REGISTER_VIEW = "register.view", _("查看底册")
    REGISTER_IMPORT = "register.import", _("导入底册")
    LIST_VIEW = "list.view", _("查看核定服务名单")
    LIST_PLAN = "list.plan", _("编制核定服务名单")
    LIST_APPROVE = "list.approve", _("审核、审定核定服务名单")
    CONTACT_VIEW = "contact.view", _("查看服务记录")
    CONTACT_WRITE = "contact.write", _("记录服务")
    CONTACT_SENSITIVE = "contact.sensitive", _("查看本站敏感记录")
    CONTACT_IMPORT = "contact.import", _("导入服务记录")
    PLAN_APPROVE = "plan.approve", _("审核小组和活动方案")
    ASSIGNMENT_VIEW = "assignment.view", _("查看镇街交办")
    ASSIGNMENT_GIVE = "assignment.give", _("向社工站交办事项")
    ASSIGNMENT_WORK = "assignment.work", _("办理镇街交办")
    PLANNING_VIEW = "planning.view", _("查看计划和目标")
    STATION_PLAN_WRITE = "station_plan.write", _("编制年度服务计划")
    STATION_PLAN_APPROVE = "station_plan.approve", _("审核、审定年度服务计划")
    TARGET_SET = "target.set", _("下达和分解目标")
    ROADMAP_WRITE = "roadmap.write", _("编制时间表和责任清单")
    REPORT_VIEW = "report.view", _("查看报告")
    REPORT_STATION = "report.station", _("编报本站报告")
    REPORT_TOWNSHIP = "report.township", _("乡镇（街道）确认报告")
    REPORT_DISTRICT = "report.district", _("区级审核报告")
    REPORT_COUNTY = "report.county", _("市县审核、编报报告")
    REPORT_PROVINCE = "report.province", _("省级审核、编报、定稿报告")
    DISPATCH_VIEW = "dispatch.view", _("查看季调度、半年通报、年终考核")
    DISPATCH_HOLD = "dispatch.hold", _("组织季调度，拟稿、签收通报，登记考核结果")
    CIRCULAR_SIGN = "circular.sign", _("签发半年通报")
    ASSESS_PUBLISH = "assess.publish", _("提出、公布年终考核结果")
    POSTING_VIEW = "posting.view", _("查看驻站人员")
    POSTING_MANAGE = "posting.manage", _("安排驻站人员")
    EXPORT = "export", _("导出表格")
    EXPORT_APPROVE = "export.approve", _("审批完整号码的导出")
    USER_VIEW = "user.view", _("查看账号")
    USER_MANAGE = "user.manage", _("管理账号")
    ROLE_APPROVE = "role.approve", _("审定角色授权")
    AUDIT_VIEW = "audit.view", _("查看操作日志")


class Role(TextChoices):
    """A part a person plays (角色). Codes are part of the stable surface."""

    PROVINCE_OFFICER = "province_officer", _("省级工作人员")
    PROVINCE_LEADER = "province_leader", _("省级领导")
    COUNTY_OFFICER = "county_officer", _("市县工作人员")
    DISTRICT_OFFICER = "district_officer", _("区级工作人员")
    CENTRE_MANAGER = "centre_manager", _("县社工服务中心主任")
    TOWNSHIP_OFFICER = "township_officer", _("乡镇（街道）工作人员")
    TOWNSHIP_LEADER = "township_leader", _("乡镇（街道）领导")
    STATION_HEAD = "station_head", _("站长")
    SOCIAL_WORKER = "social_worker", _("驻站社工")
    ROOM_CONTACT = "room_contact", _("村（居）社工室联络员")
    AGENCY_MANAGER = "agency_manager", _("承接机构负责人")
    SUPERVISOR = "supervisor", _("督导")
    TRAINING_ORGANISER = "training_organiser", _("培训主办")
    EVALUATOR = "evaluator", _("评估专家")
    VOLUNTEER = "volunteer", _("志愿者")
    PARTNER = "partner", _("资源方")
    RESIDENT = "resident", _("居民")
    AUDITOR = "auditor", _("审计／纪检")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


class OnKind(TextChoices):
    """What a role is held on (授权对象)."""

    PROVINCE = "province", _("全省")
    AREA = "area", _("区划")
    STATION = "station", _("社工站")
    CONTRACT = "contract", _("合同")
    EVALUATION = "evaluation", _("评估")
    CASE = "case", _("个案")
    SUPERVISION = "supervision", _("督导")
    CONSULT = "consult", _("会商")
    EMERGENCY = "emergency", _("应急")


# 三员分立: who holds one of these holds nothing else (GB/T 22239 8.1.5).
ADMINISTRATORS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}

_K = OnKind

# What each role can be held on; the database refuses anything else (accounts.Grant).
ROLE_ON: dict[Role, set[OnKind]] = {
    Role.PROVINCE_OFFICER: {_K.PROVINCE},
    Role.PROVINCE_LEADER: {_K.PROVINCE},
    Role.COUNTY_OFFICER: {_K.AREA},
    Role.DISTRICT_OFFICER: {_K.AREA},
    Role.CENTRE_MANAGER: {_K.STATION},
    Role.TOWNSHIP_OFFICER: {_K.AREA},
    Role.TOWNSHIP_LEADER: {_K.AREA},
    Role.STATION_HEAD: {_K.STATION, _K.CONSULT},
    Role.SOCIAL_WORKER: {_K.STATION, _K.CONSULT},
    Role.ROOM_CONTACT: {_K.AREA, _K.STATION},
    Role.AGENCY_MANAGER: {_K.CONTRACT, _K.AREA, _K.STATION},
    Role.SUPERVISOR: {_K.SUPERVISION, _K.AREA, _K.STATION},
    Role.TRAINING_ORGANISER: {_K.PROVINCE, _K.AREA},
    Role.EVALUATOR: {_K.EVALUATION, _K.PROVINCE, _K.AREA},
    Role.VOLUNTEER: {_K.PROVINCE, _K.AREA, _K.STATION},
    Role.PARTNER: {_K.PROVINCE, _K.AREA},
    Role.RESIDENT: {_K.PROVINCE, _K.AREA},
    Role.AUDITOR: {_K.PROVINCE},
    Role.SYSTEM_ADMIN: {_K.PROVINCE},
    Role.SECURITY_ADMIN: {_K.PROVINCE},
    Role.AUDIT_ADMIN: {_K.PROVINCE},
}

_P = Permission
_EVERYBODY = {_P.POLICY_VIEW}
_STAFF = _EVERYBODY | {_P.FIGURES_VIEW, _P.STATION_VIEW, _P.CATALOGUE_VIEW}
_WATCHER = {_P.TRACKING_VIEW, _P.BUILDING_VIEW}
_OFFICER = _STAFF | {
    *_WATCHER,
    _P.PERSON_VIEW,
    _P.CONTACT_VIEW,
    _P.ASSIGNMENT_VIEW,
    _P.PLANNING_VIEW,
    _P.REPORT_VIEW,
    _P.POSTING_VIEW,
    _P.EXPORT,
}
_WORKER = _STAFF | {
    *_WATCHER,
    _P.TRACKING_ANSWER,
    _P.PERSON_VIEW,
    _P.PERSON_WRITE,
    _P.PERSON_REVEAL,
    _P.CONTACT_VIEW,
    _P.CONTACT_WRITE,
    _P.ASSIGNMENT_VIEW,
    _P.ASSIGNMENT_WORK,
    _P.PLANNING_VIEW,
    _P.REPORT_VIEW,
    _P.POSTING_VIEW,
    _P.REGISTER_VIEW,
    _P.LIST_VIEW,
}
_KEEPER = {
    _P.PERSON_REGISTER,
    _P.PERSON_REVEAL,
    _P.PERSON_IMPORT,
    _P.REGISTER_VIEW,
    _P.REGISTER_IMPORT,
    _P.LIST_VIEW,
    _P.LIST_APPROVE,
    _P.STATION_PLAN_APPROVE,
}
_COUNTY = {
    _P.TRACKING_ANSWER,
    _P.TRACKING_RECHECK,
    _P.BUILDING_ACCEPT,
    _P.STATION_MANAGE,
    _P.POSTING_MANAGE,
    _P.PERSON_MERGE,
    _P.EXPORT_APPROVE,
    _P.TARGET_SET,
    _P.ROADMAP_WRITE,
}
_BUREAU = {_P.POLICY_WRITE, _P.POLICY_RECEIVE}

GRANTS: dict[Role, set[Permission]] = {
    Role.PROVINCE_OFFICER: _OFFICER
    | {
        _P.STATION_MANAGE,
        _P.AREA_MANAGE,
        _P.TRACKING_RECHECK,
        _P.BUILDING_SPOT,
        _P.COVERAGE_PLAN,
        _P.CATALOGUE_PUBLISH,
        _P.POLICY_WRITE,
        _P.EXPORT_APPROVE,
        _P.TARGET_SET,
        _P.ROADMAP_WRITE,
        _P.REPORT_PROVINCE,
        _P.DISPATCH_VIEW,
        _P.DISPATCH_HOLD,
        _P.CIRCULAR_SIGN,
        _P.ASSESS_PUBLISH,
    },
    Role.PROVINCE_LEADER: _STAFF
    | _WATCHER
    | {
        _P.PLANNING_VIEW,
        _P.REPORT_VIEW,
        _P.DISPATCH_VIEW,
        _P.CIRCULAR_SIGN,
        _P.ASSESS_PUBLISH,
        _P.EXPORT,
    },
    Role.COUNTY_OFFICER: _OFFICER
    | _KEEPER
    | _COUNTY
    | _BUREAU
    | {_P.REPORT_COUNTY, _P.DISPATCH_VIEW, _P.DISPATCH_HOLD},
    Role.DISTRICT_OFFICER: _OFFICER | _KEEPER | _COUNTY | {_P.REPORT_DISTRICT, _P.DISPATCH_VIEW},
    Role.CENTRE_MANAGER: _OFFICER | {_P.LIST_VIEW, _P.POLICY_RECEIVE, _P.TRACKING_ANSWER, _P.BUILDING_CHECK},
    Role.TOWNSHIP_OFFICER: _OFFICER
    | _KEEPER
    | {_P.ASSIGNMENT_GIVE, _P.BUILDING_CHECK, _P.TRACKING_ANSWER, _P.REPORT_TOWNSHIP},
    Role.TOWNSHIP_LEADER: _STAFF
    | _WATCHER
    | {_P.ASSIGNMENT_VIEW, _P.PLANNING_VIEW, _P.REPORT_VIEW, _P.REPORT_TOWNSHIP},
    Role.STATION_HEAD: _WORKER
    | {
        _P.BUILDING_CHECK,
        _P.CONTACT_SENSITIVE,
        _P.CONTACT_IMPORT,
        _P.PLAN_APPROVE,
        _P.PERSON_MERGE,
        _P.PERSON_MOVE,
        _P.PERSON_IMPORT,
        _P.LIST_PLAN,
        _P.POLICY_RECEIVE,
        _P.REPORT_STATION,
        _P.DISPATCH_VIEW,
        _P.STATION_PLAN_WRITE,
        _P.TARGET_SET,
        _P.ROADMAP_WRITE,
        _P.EXPORT,
    },
    Role.SOCIAL_WORKER: _WORKER | {_P.CONTACT_IMPORT},
    Role.ROOM_CONTACT: _EVERYBODY | {_P.CATALOGUE_VIEW},
    Role.AGENCY_MANAGER: _STAFF | _WATCHER | {_P.POSTING_VIEW},
    Role.SUPERVISOR: _STAFF | _WATCHER,
    Role.TRAINING_ORGANISER: _STAFF,
    Role.EVALUATOR: _STAFF | {_P.BUILDING_VIEW},
    Role.VOLUNTEER: _EVERYBODY,
    Role.PARTNER: _EVERYBODY,
    Role.RESIDENT: _EVERYBODY,
    Role.AUDITOR: _STAFF | _WATCHER | {_P.PLANNING_VIEW, _P.REPORT_VIEW, _P.DISPATCH_VIEW, _P.AUDIT_VIEW},
    Role.SYSTEM_ADMIN: _EVERYBODY | {_P.USER_VIEW, _P.USER_MANAGE},
    Role.SECURITY_ADMIN: _EVERYBODY | {_P.USER_VIEW, _P.ROLE_APPROVE},
    Role.AUDIT_ADMIN: _EVERYBODY | {_P.USER_VIEW, _P.AUDIT_VIEW},
}

# What a grant on less than a place carries at most: a consult opens one file to read, and nothing else.
AT_MOST: dict[OnKind, set[Permission]] = {_K.CONSULT: {_P.PERSON_VIEW}}


def carries(role: Role, on_kind: str, permission: Permission) -> bool:
    """Whether a role that is held on this kind of thing has the permission."""
    most = AT_MOST.get(OnKind(on_kind))
    return permission in GRANTS[role] and (most is None or permission in most)


# Above the station names and numbers are masked; these roles see records of their own station in full.
AT_STATION = {Role.STATION_HEAD, Role.SOCIAL_WORKER}
