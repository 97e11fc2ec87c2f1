"""Problems of targets in force."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class StatementElsewhere(Problem):
    """A chosen statement that belongs to another plan indicator."""

    status, code = 422, "statement-elsewhere"
    title = Words("目标表述不属于该指标", "The statement belongs to another indicator")
    detail = Words("所选表述 {statement_id} 不是该计划指标的表述", "Statement {statement_id} is not one of this plan indicator's statements")
