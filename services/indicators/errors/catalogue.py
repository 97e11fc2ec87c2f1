"""Problems of the catalogue."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class RefusedEntry(Problem):
    """Faults of catalogue entries: a unit, a name, a formula, a day; nothing was changed."""

    status, code = 422, "refused-entry"
    title = Words("指标条目被拒绝", "The catalogue entry was refused")
    detail = Words("{count} 处有误，未作任何改动；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")


class RefusedMerge(Problem):
    """Two entries that cannot be made one, or a plan's indicator that does not fit an entry; nothing was changed."""

    status, code = 422, "refused-merge"
    title = Words("不能合并或改链", "They cannot be made one")
    detail = Words(
        "{count} 处不符，未作任何改动；请按 errors 处理后重试",
        "{count} things stand against it; nothing was changed. See errors",
    )
