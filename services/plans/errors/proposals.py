"""Problems of amendments that a later document of the plan proposes."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class ConflictsOpen(Problem):
    """Adopting an amendment while conflicts with a person's edits are not decided; each is listed."""

    status, code = 409, "conflicts-open"
    title = Words("还有冲突未裁定", "Conflicts are not decided")
    detail = Words(
        "{count} 处人工修改与新文本不一致，见 errors；请先用 :decide 裁定",
        "In {count} places the new text and a person's edits disagree, see errors; decide them with :decide first",
    )


class UnknownConflict(Problem):
    """A decision on a conflict that the amendment does not have; each is listed."""

    status, code = 422, "unknown-conflict"
    title = Words("没有这一冲突", "There is no such conflict")
    detail = Words(
        "{count} 项裁定没有对应的冲突，见 errors；编号见修订稿的 conflicts", "{count} decisions have no conflict, see errors; ids are in conflicts"
    )


class UnfitMatch(Problem):
    """Matches that name facts which are not there, or one fact twice; each is listed."""

    status, code = 422, "unfit-match"
    title = Words("对应关系不成立", "A match does not fit")
    detail = Words("{count} 项对应关系不成立，见 errors", "{count} matches do not fit, see errors")


class UndatedAmendment(Problem):
    """A later document that prints no date, for a plan that is issued: nobody knows from when it counts."""

    status, code = 422, "undated-amendment"
    title = Words("缺少成文日期", "The document has no date")
    detail = Words("未读出成文日期；请在 dated 中填写", "No date was read in the document; give it in dated")


class PlanChangedMeanwhile(Problem):
    """Adopting an amendment of a plan that people have edited since it was drafted."""

    status, code = 409, "plan-changed-meanwhile"
    title = Words("计划已有改动", "The plan was changed meanwhile")
    detail = Words(
        "起草修订稿之后，计划内容已被修改；请重新起草，以免覆盖他人的修改",
        "The plan was edited after the amendment was drafted; draft it anew, so that nobody's edit is lost",
    )
