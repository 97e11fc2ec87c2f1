"""The problems that only indicators know."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class RefusedValues(Problem):
    """An import or assignment with faulty rows; nothing was changed."""

    status, code = 422, "refused-values"
    title = Words("部分行被拒绝", "Some rows were refused")
    detail = Words("{count} 处有误，未作任何改动；请按 errors 修改后重试", "{count} faults; nothing was changed. Mend them as listed and retry")


class StatementElsewhere(Problem):
    """A chosen statement that belongs to another plan indicator."""

    status, code = 422, "statement-elsewhere"
    title = Words("目标表述不属于该指标", "The statement belongs to another indicator")
    detail = Words("所选表述 {statement_id} 不是该计划指标的表述", "Statement {statement_id} is not one of this plan indicator's statements")
