"""Why bytes are no table that can be imported, in words that say what to do."""

from collections.abc import Mapping

from shared.kit.files.refusals import WORDS, Refusal
from shared.kit.language import Words

_NO_TABLE = Words("这不是表格；请上传 csv 或 xlsx，可先下载模板", "These bytes are no table; upload csv or xlsx, the template shows how")
_OLD = Words("这是旧格式（xls、et 或 doc）；请另存为 xlsx", "An old format (xls, et, doc); save it as xlsx")
_AS_XLSX = Words("文件含有宏；请另存为不含宏的 xlsx", "The file holds macros; save it as xlsx without them")
_UNSAFE = Words("文件内的 XML 声明了 DTD 或实体，正常表格不会这样；请重新另存为 xlsx", "XML inside declares a DTD or entities; save it as xlsx anew")

REASONS: Mapping[str, Words] = {
    **{reason.value: words for reason, words in WORDS.items()},
    Refusal.NOT_A_DOCUMENT.value: _NO_TABLE,
    Refusal.IMAGE.value: _NO_TABLE,
    Refusal.SPREADSHEET.value: _OLD,
    Refusal.LEGACY_FORMAT.value: _OLD,
    Refusal.MACROS.value: _AS_XLSX,
    Refusal.UNSAFE_XML.value: _UNSAFE,
    Refusal.NO_TEXT.value: Words(
        "表中没有任何内容；第一行须为列名，可先下载模板", "The table is empty; its first row holds the headings, see the template"
    ),
    Refusal.UNKNOWN_ENCODING.value: Words(
        "第 {line} 行（第 {byte} 字节）不是 UTF-8，全文也不是 GB18030；请另存为“CSV UTF-8”",
        "Byte {byte} (line {line}) is no UTF-8, and the whole is no GB18030; save it as “CSV UTF-8”",
    ),
    "too_many_rows": Words("超过 {most} 行；请拆分后导入", "More than {most} rows; import them in parts"),
    "too_many_cells": Words(
        "第 {row} 行在没有列名的列中有内容；请补上列名或清空", "Row {row} has content below no heading; name the column or clear it"
    ),
    "broken_csv": Words(
        "第 {line} 行起引号不成对或单元格过长：{why}；请用表格软件另存", "From line {line} on quotes do not pair: {why}; save it anew"
    ),
}
UNSUPPORTED = frozenset(reason.value for reason in (Refusal.NOT_A_DOCUMENT, Refusal.IMAGE, Refusal.SPREADSHEET, Refusal.LEGACY_FORMAT))


class UnreadableTableFile(Exception):  # noqa: N818 - an outcome of reading, told to people by its reason
    """Bytes that are no table; ``reason`` is stable, ``places`` fill its words."""

    def __init__(self, reason: str, **places: object) -> None:
        super().__init__(reason)
        self.reason, self.places = reason, places
