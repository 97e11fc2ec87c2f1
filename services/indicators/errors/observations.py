"""Problems of official values."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class RefusedValues(Problem):
    """An import or assignment with faulty rows; nothing was changed."""

    status, code = 422, "refused-values"
    title = Words("部分行被拒绝", "Some rows were refused")
    detail = Words("{count} 处有误，未作任何改动；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")
