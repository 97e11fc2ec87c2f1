"""Problems of exports."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class RefusedExport(Problem):
    """An export that asks for indicators, regions, periods or a plan that are not there; each is listed."""

    status, code = 422, "refused-export"
    title = Words("导出条件有误", "The export asks for what is not there")
    detail = Words(
        "{count} 个条件有误，未导出任何内容；请按 errors 修改后重试", "{count} faults; nothing was exported. Mend them as listed and retry"
    )


class TooManyValues(Problem):
    """An export of more values than one file of that form holds."""

    status, code = 422, "too-many-values"
    title = Words("导出的监测值过多", "The export holds too many values")
    detail = Words(
        "共 {count} 个值，{form} 一次最多 {most} 个；请用 indicator、region、period 或 first_year/last_year 缩小范围，或改用 {other}",
        "{count} values, and one file of {form} holds {most}; ask for fewer by indicator, region, period or first_year/last_year, or take {other}",
    )
