"""Problems of regions, units and groups."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnknownRegionCode(Problem):
    """A region code that no region bears."""

    status, code = 422, "unknown-region-code"
    title = Words("行政区划代码不存在", "Unknown region code")
    detail = Words("没有代码为 {region_code} 的行政区划；请先导入行政区划", "No region bears the code {region_code}; import the region first")


class WrongBorders(Problem):
    """A change of regions that does not fit the regions of its day."""

    status, code = 422, "wrong-borders"
    title = Words("区划调整有误", "The change of borders does not fit")
    detail = Words("{count} 处有误，未作任何更改；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")


class CodeTaken(Problem):
    """A region code that another region bears at that time."""

    status, code = 409, "code-taken"
    title = Words("行政区划代码已被使用", "The region code is taken")
    detail = Words(
        "代码 {region_code} 自 {on} 起仍由另一行政区划使用；请核对代码或日期",
        "Another region bears {region_code} on or after {on}; check code and day",
    )


class UnknownUnit(Problem):
    """A unit id in the body that no open unit bears."""

    status, code = 422, "unknown-unit"
    title = Words("单位不存在", "Unknown unit")
    detail = Words("没有编号为 {unit_id} 的单位，或该单位已撤销", "There is no unit {unit_id}, or it is closed")


class UnknownRegion(Problem):
    """A region id in the body that no region bears on that day."""

    status, code = 422, "unknown-region"
    title = Words("行政区划不存在", "Unknown region")
    detail = Words("{on} 没有编号为 {region_id} 的行政区划；请核对编号与日期", "There is no region {region_id} on {on}; check id and day")


class WrongUscc(Problem):
    """A unified social credit code whose form or check character is wrong."""

    status, code = 422, "wrong-uscc"
    title = Words("统一社会信用代码有误", "The unified social credit code is wrong")
    detail = Words(
        "“{uscc}”不符合 GB 32100-2015（18位，不含 I、O、S、V、Z，末位为校验码）；请对照法人证书核对",
        "{uscc} does not fit GB 32100-2015 (18 characters without I, O, S, V, Z, the last one a check); compare it with the certificate",
    )


class UnitCircle(Problem):
    """A superior that lies below the unit itself."""

    status, code = 422, "unit-circle"
    title = Words("上级单位形成循环", "The superior lies below the unit")
    detail = Words("该上级单位就是本单位或其下属；请另选", "That superior is the unit itself or lies below it; choose another one")


class UnitClosed(Problem):
    """A change of a unit that is closed, or will be by another change."""

    status, code = 409, "unit-closed"
    title = Words("单位已撤销", "The unit is closed")
    detail = Words("单位自 {on} 起撤销；只能查阅其历史", "The unit is closed from {on} on; only its history can be read")


class OwnSuccessor(Problem):
    """A unit that is merged into itself, or an account handed over to itself."""

    status, code = 422, "own-successor"
    title = Words("不能以自身为承接者", "Nothing succeeds itself")
    detail = Words("承接者必须是另一单位或另一帐号", "The successor must be another unit or account")


class UnknownName(Problem):
    """An alias that the unit does not bear, or its official name."""

    status, code = 409, "unknown-name"
    title = Words("没有这个别名", "There is no such alias")
    detail = Words("“{name}”不是该单位的别名；正式名称请用更名", "{name} is no alias of the unit; an official name is changed by renaming")


class NameTaken(Problem):
    """A written form that another unit or group of the region answers to."""

    status, code = 409, "name-taken"
    title = Words("名称已被占用", "The name is taken")
    detail = Words(
        "名称“{name}”已属于本地区另一单位或单位组；可不记为别名（remember=false）",
        "The name {name} belongs to another unit or group of the region; resolve without remember",
    )


class WrongMembers(Problem):
    """Members that cannot be added to a group or taken from it."""

    status, code = 422, "wrong-members"
    title = Words("成员有误", "The members do not fit")
    detail = Words("{count} 处有误，未作任何更改；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")


class UnknownLeadingGroup(Problem):
    """An office of a group that is not there, or is no leading group of the region."""

    status, code = 422, "unknown-leading-group"
    title = Words("领导小组不存在", "Unknown leading group")
    detail = Words("本地区没有编号为 {group_id} 的领导小组；请先建立领导小组", "The region has no leading group {group_id}; found it first")
