"""Problems of calendars and duties."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class FaultyCalendar(Problem):
    """A calendar with faulty days; nothing was changed."""

    status, code = 422, "faulty-calendar"
    title = Words("日历有误", "The calendar is faulty")
    detail = Words(
        "{year} 年日历有 {count} 处错误，未作任何更改；请按 errors 修改后重试",
        "{count} faults in the calendar of {year}; nothing was changed. Mend them as listed and retry",
    )


class FaultyDuty(Problem):
    """A duty whose parts do not go together; nothing was changed."""

    status, code = 422, "faulty-duty"
    title = Words("任务有误", "The duty is faulty")
    detail = Words("任务有 {count} 处错误；请按 errors 修改后重试", "{count} faults in the duty; mend them as listed and retry")


class PreviewTooLong(Problem):
    """A preview over more than twenty years, or one that ends before it begins."""

    status, code = 422, "preview-too-long"
    title = Words("预览区间无效", "No such span to preview")
    detail = Words("预览区间须从 from 到 until，且不超过20年", "A preview runs from `from` until `until`, over at most 20 years")
