"""Problems of what a plan office does about one assignment."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class ExtensionNotLater(Problem):
    """A new due day that is not later than the present one, or has passed."""

    status, code = 422, "extension-not-later"
    title = Words("延期日期不晚于现时限", "The extension is not later")
    detail = Words(
        "新时限 {until_on} 须晚于现时限 {due_on}，且不早于今天 {today}",
        "The new day {until_on} must lie after the present {due_on}, and not before today, {today}",
    )


class ExtensionBeyondClose(Problem):
    """A new due day after the last day on which the round takes answers."""

    status, code = 422, "extension-beyond-close"
    title = Words("延期超出填报关闭日", "The extension outlives the round")
    detail = Words(
        "本轮 {closes_on} 关闭，不能延期至 {until_on}；请改为更早的日期",
        "The round closes on {closes_on}; {until_on} is later. Choose an earlier day",
    )


class UnitNotOfRegion(Problem):
    """A unit that is not known here, or not of the round's region."""

    status, code = 422, "unit-not-of-region"
    title = Words("单位不存在或不属于本地区", "The unit is not of this region")
    detail = Words("单位 {unit_id} 不存在，或不属于本轮填报的地区", "Unit {unit_id} does not exist, or is not of the round's region")


class UnitAskedAlready(Problem):
    """A unit that has an assignment in the round: one unit answers one round once."""

    status, code = 409, "unit-asked-already"
    title = Words("该单位已有本轮任务", "The unit has an assignment in this round")
    detail = Words(
        "单位 {unit_id} 在本轮已有任务 {assignment_id}；请在该任务中处理",
        "Unit {unit_id} has assignment {assignment_id} in this round; go on with that one",
    )


class ItemNotAsked(Problem):
    """An item that is exempt already, and so is neither answered nor exempted."""

    status, code = 409, "item-not-asked"
    title = Words("该填报项已免报", "The item is exempt")
    detail = Words("该填报项已免报（{reason}），无需填写", "The item is exempt ({reason}); nothing is to be answered")


class LastItem(Problem):
    """The only item that is left: then the whole assignment is waived."""

    status, code = 409, "last-item"
    title = Words("仅剩一个填报项", "It is the last item")
    detail = Words("任务只剩这一项；如无需报送，请豁免整个任务", "Nothing else is asked; waive the whole assignment instead")


class RoundNotClosed(Problem):
    """Only what was closed can be opened again."""

    status, code = 409, "round-not-closed"
    title = Words("填报轮次未关闭", "The round is not closed")
    detail = Words("本轮填报仍在进行，至 {closes} 关闭", "The round is open until {closes}")


class CloseDayPassed(Problem):
    """A last day that lies before today."""

    status, code = 422, "close-day-passed"
    title = Words("关闭日期已过", "The last day has passed")
    detail = Words("关闭日期 {closes_on} 早于今天 {today}", "The last day {closes_on} lies before today, {today}")
