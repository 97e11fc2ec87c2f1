"""The problems of uploaded documents."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnreadableUpload(Problem):
    """An uploaded file that cannot be read; ``errors`` holds the reason and the remedy. Nothing of it was kept."""

    status, code = 422, "unreadable-document"
    title = Words("文件无法读取", "The document cannot be read")
    detail = Words("未保存任何内容：{why_zh}", "Nothing was kept: {why}")


class UnsupportedUpload(Problem):
    """An uploaded file of a kind that is not read: a picture, a spreadsheet, an old format, a program. Nothing of it was kept."""

    status, code = 415, "unsupported-document"
    title = Words("不支持这种文件", "Documents of this kind are not read")
    detail = Words("未保存任何内容：{why_zh}", "Nothing was kept: {why}")


class UploadTooLarge(Problem):
    """An uploaded document beyond the limit. Nothing of it was kept."""

    status, code = 413, "document-too-large"
    title = Words("文件过大", "The document is too large")
    detail = Words("文件上限为 {limit} 字节；请去掉图片或拆分后上传", "At most {limit} bytes are taken; leave out pictures or upload it in parts")


class RegionNeeded(Problem):
    """Which region a document is for cannot be told from the caller's posts."""

    status, code = 422, "region-needed"
    title = Words("需要指明行政区划", "The region must be named")
    detail = Words("您在 {count} 个地区任职，请给出 region_code", "You hold posts in {count} regions; give region_code")


class OtherRegion(Problem):
    """A second version of a plan is uploaded for a region that is not the plan's."""

    status, code = 422, "other-region"
    title = Words("地区与计划不符", "The region is not the plan's")
    detail = Words("计划属于 {region}；请去掉 region_code", "The plan belongs to {region}; leave region_code out")


class DocumentInUse(Problem):
    """A document from which a plan was made."""

    status, code = 409, "document-in-use"
    title = Words("文件已生成计划，不能删除", "A plan was made from this document")
    detail = Words("计划 {plan_id} 的条款出自该文件", "The clauses of plan {plan_id} cite it")


class BytesNotKept(Problem):
    """The original of a document that was refused while it was read."""

    status, code = 410, "document-not-kept"
    title = Words("原件未保留", "The original was not kept")
    detail = Words("该文件读取时被拒绝，原件已删除", "The document was refused while it was read, and its bytes were dropped")


class NotReadYet(Problem):
    """What was read of a document is asked for before it was, or after it was refused."""

    status, code = 409, "document-not-read"
    title = Words("文件尚未读取完成", "The document has not been read")
    detail = Words(
        "文件处于 {state}；读取完成后再试，被拒绝的见 reason", "The document is {state}; try again once it is read. If it was refused, see its reason"
    )


class AlreadyDrafted(Problem):
    """A draft that has become a plan already."""

    status, code = 409, "already-drafted"
    title = Words("该文件已生成计划", "A plan was made from this document already")
    detail = Words("计划 {plan_id} 由该文件生成；请在计划上继续修改", "Plan {plan_id} was made from it; go on with the plan")


class WorkListOpen(Problem):
    """Entries of the work list that must be decided before a plan is drafted; each is listed."""

    status, code = 409, "work-list-open"
    title = Words("还有必须确认的事项", "Something must be decided first")
    detail = Words(
        "{count} 项须先确认，见 errors；确认后把编号填入 decided", "{count} entries must be decided, see errors; give their ids in decided"
    )


class UnknownWorkEntry(Problem):
    """Decided ids that are not on the document's work list."""

    status, code = 422, "unknown-work-entry"
    title = Words("没有这些待确认事项", "No such entries on the work list")
    detail = Words("该文件的清单中没有 {ids}；见 /draft", "The document's work list has no {ids}; see /draft")


class CorrectionsRefused(Problem):
    """Corrections that have no place in the draft; each is listed."""

    status, code = 422, "corrections-refused"
    title = Words("更正无法应用", "Corrections cannot be applied")
    detail = Words(
        "{count} 处更正无法应用，见 errors；路径见 /draft 的 document",
        "{count} corrections have no place, see errors; paths point into document of /draft",
    )


class NoEarlierText(Problem):
    """A comparison with a version whose text is not here."""

    status, code = 409, "no-earlier-text"
    title = Words("没有可比较的原文", "There is no text to compare with")
    detail = Words(
        "请上传时给出 plan_id，并确保该计划的原文件也已上传并读取",
        "Upload the second version with plan_id, and the plan's own document too, if the plan was drafted in another way",
    )
