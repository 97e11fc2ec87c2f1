"""Problems of tables that are imported and exported."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnreadableTable(Problem):
    """A file that cannot be read as CSV or XLSX; ``errors`` holds the reason and the remedy. Nothing was kept."""

    status, code = 422, "unreadable-table"
    title = Words("表格无法读取", "The table cannot be read")
    detail = Words("未导入任何内容：{why_zh}", "Nothing was imported: {why}")


class UnsupportedTable(Problem):
    """A file of a kind that is not read: a picture, a document, an old format. Nothing was kept."""

    status, code = 415, "unsupported-table"
    title = Words("不支持这种文件", "Files of this kind are not read")
    detail = Words("未导入任何内容：{why_zh}", "Nothing was imported: {why}")


class TableTooLarge(Problem):
    """A table beyond the limit of bytes."""

    status, code = 413, "table-too-large"
    title = Words("表格过大", "The table is too large")
    detail = Words("文件上限为 {limit} 字节；请拆分后导入", "At most {limit} bytes are taken; import it in parts")


class WrongHeadings(Problem):
    """Columns that are unknown, missing or there twice; each is listed by its name."""

    status, code = 422, "wrong-headings"
    title = Words("列名有误", "The headings do not fit")
    detail = Words("{count} 处列名有误，未读取任何行；列名见模板", "{count} faults in the headings, no row was read; the template shows them")


class ImportOutdated(Problem):
    """The file, or what it is held against, is no longer what a preview showed."""

    status, code = 409, "import-outdated"
    title = Words("预览已过期", "The preview is outdated")
    detail = Words(
        "{reason_zh}；未导入任何行。新增/更改/未变/拒绝：预览为 {before}，现在为 {now}。请重新预览后再提交",
        "{reason}; nothing was imported. New / changed / unchanged / refused: {before} when shown, {now} now. Preview it again",
    )


class ExportTooLong(Problem):
    """An export of more rows than one file holds."""

    status, code = 422, "export-too-long"
    title = Words("导出行数过多", "The export is too long")
    detail = Words("超过 {most} 行；请用 under 指定较小的行政区划", "More than {most} rows; name a smaller region with under")


class RefusedRows(Problem):
    """An import with faulty rows; nothing was changed."""

    status, code = 422, "refused-rows"
    title = Words("导入被拒绝", "The import was refused")
    detail = Words("{count} 处有误，未导入任何行；请按 errors 修改后重试", "{count} faults; nothing was imported. Mend them as listed and retry")
