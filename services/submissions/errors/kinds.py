"""Problems of kinds and forms."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class KindNotKnown(Problem):
    """No kind of that code is known in the region."""

    status, code = 422, "kind-not-known"
    title = Words("没有这种填报类型", "The kind is not known")
    detail = Words(
        "本地区没有代码为 {code} 的填报类型；可用类型见 GET /api/v1/submissions/kinds",
        "No kind {code} is known here; see GET /api/v1/submissions/kinds",
    )


class KindFaulty(Problem):
    """The definition of a kind breaks the rules of forms; every fault is listed."""

    status, code = 422, "kind-faulty"
    title = Words("填报类型定义有误", "The definition of the kind is faulty")
    detail = Words("定义有 {count} 处错误，见 errors", "The definition has {count} faults, see errors")


class KindUnchanged(Problem):
    """The newest version already says this."""

    status, code = 409, "kind-unchanged"
    title = Words("填报类型没有变化", "The kind says this already")
    detail = Words("第 {version} 版与此完全相同，无需新增版本", "Version {version} is the same; no new version is needed")


class UnitsNotNamed(Problem):
    """A round of a kind without items says who owes it."""

    status, code = 422, "units-not-named"
    title = Words("未指定填报单位", "The units are not named")
    detail = Words("“{kind}”不含指标，请在 unit_ids 中指定填报单位", "{kind} asks for no indicators; name the units in unit_ids")


class UnitNotAsked(Problem):
    """Units that are not known, lie in another region, or fill none of the values that are asked for."""

    status, code = 422, "unit-not-asked"
    title = Words("填报单位有误", "Units that cannot be asked")
    detail = Words(
        "{count} 个单位不属于本地区、不存在或没有要填报的指标，见 errors",
        "{count} units are unknown, of another region or fill nothing here, see errors",
    )


class UnknownField(Problem):
    """Fields that the form does not have."""

    status, code = 422, "unknown-field"
    title = Words("不是本表单的字段", "Not a field of this form")
    detail = Words("{count} 个字段不属于本表单，见 errors", "{count} fields do not belong to this form, see errors")


class FieldNotReopened(Problem):
    """After a return only the returned fields are open."""

    status, code = 409, "field-not-reopened"
    title = Words("该字段未被退回", "The field was not returned")
    detail = Words("退回后只能修改被退回的字段，见 errors", "After a return only returned fields can be changed, see errors")


class FieldsChanged(Problem):
    """Somebody else changed fields that this edit wants to change; each is named with who, when and what it now says. Nothing was kept."""

    status, code = 412, "fields-changed"
    title = Words("字段已被他人修改", "Fields were changed by somebody else")
    detail = Words(
        "{count} 个字段在您读取之后已被修改，见 errors；请核对后带上新的版本号重新保存",
        "{count} fields were changed after you read them, see errors; compare, then save again with the new versions",
    )


class ItemChanged(Problem):
    """Somebody else answered the item since it was read."""

    status, code = 412, "item-changed"
    title = Words("该填报项已被他人修改", "The item was changed by somebody else")
    detail = Words(
        "“{name}”已由{by}于 {at} 改为 {present}，当前版本 {current}；请核对后重新保存",
        "{name} was changed by {by} at {at} to {present}, now {current}; compare and save again",
    )
