"""The compiled reply list as a workbook (意见采纳情况汇总表), as offices pass it on."""

from io import BytesIO

from xlsxwriter import Workbook

from shared.schemas.consultations import Comment, ReplyKind, ReplyList

_COLUMNS = (("序号", 6), ("条款", 16), ("原文", 30), ("提出单位（人）", 22), ("意见内容", 50), ("采纳情况", 12), ("理由", 40))
_REPLIES = {ReplyKind.ADOPTED: "采纳", ReplyKind.PARTLY: "部分采纳", ReplyKind.NOT_ADOPTED: "未采纳", None: "未答复"}


def reply_sheet(compiled: ReplyList) -> bytes:
    """The list as an XLSX file: a title, the counts, a row per comment. Texts are written as texts, never as formulas."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("意见采纳情况")
        head = book.add_format({"bold": True, "border": 1, "align": "center"})
        cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        sheet.write_string(0, 0, f"《{compiled.title}》意见采纳情况汇总表", book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, _counted(compiled))
        for column, (name, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, name, head)
        comments = [comment for clause in compiled.clauses for comment in clause.comments]
        for number, comment in enumerate(comments, 1):
            for column, text in enumerate(_row(number, comment)):
                sheet.write_string(2 + number, column, text, cell)
        sheet.freeze_panes(3, 0)
    return buffer.getvalue()


def _counted(compiled: ReplyList) -> str:
    n = compiled.counts
    total = n.adopted + n.partly + n.not_adopted + n.unanswered
    return f"共{total}条：采纳{n.adopted}条，部分采纳{n.partly}条，未采纳{n.not_adopted}条，未答复{n.unanswered}条"


def _row(number: int, comment: Comment) -> tuple[str, ...]:
    who = comment.on_behalf_of or comment.unit_name or comment.by
    place, quote = comment.clause_path or "总体", comment.quote or ""
    return (str(number), place, quote, who, comment.text, _REPLIES[comment.reply], comment.reason or "")
