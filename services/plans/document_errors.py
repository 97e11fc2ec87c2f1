"""The problems of uploaded documents."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnreadableUpload(Problem):
    """An uploaded file that cannot be read; ``errors`` holds the reason and the remedy. Nothing of it was kept."""

    status, code = 422, "unreadable-document"
    title = Words("文件无法读取", "The document cannot be read")
    detail = Words("{why}", "{why_en}")


class UnsupportedUpload(Problem):
    """An uploaded file of a kind that is not read: a picture, a spreadsheet, an old format, a program. Nothing of it was kept."""

    status, code = 415, "unsupported-document"
    title = Words("不支持这种文件", "Documents of this kind are not read")
    detail = Words("{why}", "{why_en}")


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
