"""Why bytes are no document that can be read: one reason per cause, in words that say what to do."""

from enum import StrEnum

from shared.kit.language import Words


class Refusal(StrEnum):
    """Every reason for which a document is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_DOCUMENT = "not_a_document"
    IMAGE = "image"
    SPREADSHEET = "spreadsheet"
    LEGACY_FORMAT = "legacy_format"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BOMB = "bomb"
    UNSAFE_XML = "unsafe_xml"
    UNSAFE_NAMES = "unsafe_names"
    BROKEN = "broken"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"
    NUL_BYTES = "nul_bytes"
    UNKNOWN_ENCODING = "unknown_encoding"
    NEEDS_OCR = "needs_ocr"
    NO_TEXT = "no_text"


WORDS: dict[Refusal, Words] = {
    Refusal.EMPTY: Words("文件是空的（0 字节）；请重新选择文件", "The file is empty (0 bytes); choose the file again"),
    Refusal.TOO_LARGE: Words(
        "文件超过 20 MB；请去掉图片，或拆成正文与附件分别上传", "The file is larger than 20 MB; leave out pictures, or upload text and annexes apart"
    ),
    Refusal.NOT_A_DOCUMENT: Words(
        "这不是可以读取的文件；请上传 docx、带文字的 pdf、html 或 txt", "These bytes are no document; upload docx, pdf with text, html or txt"
    ),
    Refusal.IMAGE: Words(
        "这是图片，不含文字；请先做文字识别（OCR）再上传", "This is a picture without text; recognise its text (OCR) first, then upload that"
    ),
    Refusal.SPREADSHEET: Words(
        "这是表格或演示文件；请把内容放进 Word 文档（docx）后上传", "A spreadsheet or presentation; put its content into a docx and upload that"
    ),
    Refusal.LEGACY_FORMAT: Words("这是旧格式（doc、wps 或 rtf）；请在 Word 或 WPS 中另存为 docx", "An old format (doc, wps, rtf); save it as docx"),
    Refusal.ENCRYPTED: Words("文件有密码保护；请去掉密码后再上传", "The file is protected by a password; remove it and upload again"),
    Refusal.MACROS: Words("文件含有宏；请另存为不含宏的 docx", "The file holds macros; save it as docx without them"),
    Refusal.BOMB: Words("压缩内容展开后异常巨大，已拒绝展开", "The packed content would unfold to an absurd size; it was not unfolded"),
    Refusal.UNSAFE_XML: Words(
        "文件内的 XML 声明了 DTD 或实体，正常文档不会这样；请重新另存为 docx",
        "XML inside declares a DTD or entities, which no ordinary document does; save it as docx anew",
    ),
    Refusal.UNSAFE_NAMES: Words("压缩包内的文件名指向包外，已拒绝", "Names inside the package point outside of it"),
    Refusal.BROKEN: Words(
        "文件已损坏或不完整；请重新下载，或用 Word、WPS 打开后另存", "The file is damaged or incomplete; fetch it again, or open it and save it anew"
    ),
    Refusal.TOO_DEEP: Words("文件内部嵌套层数异常，已拒绝", "The content is nested absurdly deep"),
    Refusal.TOO_LONG: Words(
        "内容过多（超过 2000 页或 50 万行）；请拆分后上传", "Too much content (over 2,000 pages or 500,000 lines); upload it in parts"
    ),
    Refusal.NUL_BYTES: Words("文本中含有空字符，不是文本文件", "The text holds NUL bytes: it is no text file"),
    Refusal.UNKNOWN_ENCODING: Words(
        "无法确定文字编码（不是 UTF-8、GB18030 或 UTF-16）；请另存为 UTF-8",
        "The encoding is none of UTF-8, GB18030 and UTF-16; save the text as UTF-8",
    ),
    Refusal.NEEDS_OCR: Words(
        "pdf 只有扫描图像，没有文字层；请先做文字识别（OCR）", "The pdf holds scanned pages without a text layer; recognise its text (OCR) first"
    ),
    Refusal.NO_TEXT: Words("文件中没有任何文字", "There is no text in the file at all"),
}


class UnreadableDocument(Exception):  # noqa: N818 - an outcome of reading, told to people by its reason
    """Bytes that cannot be read; ``reason`` is stable, ``words`` say what to do."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason.value)
        self.reason, self.detail = reason, detail

    @property
    def words(self) -> Words:
        """The reason for people."""
        return WORDS[self.reason]
