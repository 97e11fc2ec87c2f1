"""What messages say, in both languages: what, for whom, by when, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.kit.language import Words
from shared.schemas.policies import Audience

_WEEKDAYS_ZH = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Text:
    """Title and body in both languages."""

    title: Words
    body: Words


def _filled(title: Words, body: Words, /, **places: object) -> Text:
    return Text(_fill(title, places), _fill(body, places))


def _fill(words: Words, places: dict[str, object]) -> Words:
    """The sentence filled in both languages; braces that came with a value are kept as they are."""
    zh, en = words.say("zh", **places), words.say("en", **places)
    return Words(zh.replace("{", "{{").replace("}", "}}"), en.replace("{", "{{").replace("}", "}}"))


def plain(words: Words) -> dict[str, str]:
    """The words as they are stored."""
    return {"zh": words.say("zh"), "en": words.say("en")}


def day_zh(day: date) -> str:
    """5月10日（星期三）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS_ZH[day.weekday()]}）"


def reminder(title: str, unit: str, due_on: date, days: int, audience: Audience) -> Text:
    """What a step of the ladder says to its audience."""
    places = {"title": title, "unit": unit, "day_zh": day_zh(due_on), "day": due_on.isoformat(), "days": abs(days)}
    if days < 0 and audience in {Audience.PLAN_OFFICE, Audience.LEAD_UNIT}:
        return _filled(
            Words("未报提示：{unit}", "Gap: {unit}"),
            Words("“{title}”将于{day_zh}截止，{unit}尚未报送。", "{title} is due on {day}; {unit} has not filed yet."),
            **places,
        )
    if days <= 0:
        return _filled(
            Words("填报提醒：{title}", "Reminder: {title}"),
            Words(
                "请{unit}于{day_zh}24时前完成“{title}”填报（还有{days}天）。", "{unit}: please file {title} by the end of {day} ({days} days left)."
            ),
            **places,
        )
    return _filled(*_OVERDUE[audience], **places)


_OVERDUE: dict[Audience, tuple[Words, Words]] = {
    Audience.LIAISON: (
        Words("逾期催办：{title}", "Overdue: {title}"),
        Words(
            "“{title}”已于{day_zh}截止，{unit}已逾期{days}天，请立即报送。", "{title} was due on {day}; {unit} is {days} days late. Please file now."
        ),
    ),
    Audience.UNIT_LEADER: (
        Words("逾期催办：{title}", "Overdue: {title}"),
        Words(
            "您单位（{unit}）的“{title}”已逾期{days}天，请督促报送。",
            "Your unit ({unit}) is {days} days late with {title}. Please see that it is filed.",
        ),
    ),
    Audience.LEAD_UNIT: (
        Words("逾期提示：{unit}", "Overdue in an action you lead: {unit}"),
        Words(
            "您单位牵头的行动中，{unit}未报“{title}”，已逾期{days}天，请协助督促。",
            "In an action that your unit leads, {unit} has not filed {title} and is {days} days late. Please help to see that it is filed.",
        ),
    ),
    Audience.PLAN_OFFICE: (
        Words("请催办：{unit}", "Please call in: {unit}"),
        Words("{unit}未报“{title}”，已逾期{days}天，请电话催办。", "{unit} has not filed {title} and is {days} days late. Please call them."),
    ),
    Audience.LEADERSHIP: (
        Words("逾期通报：{unit}", "Overdue, for the leading group: {unit}"),
        Words("{unit}未按时报送“{title}”，已逾期{days}天，特此通报。", "{unit} has not filed {title} and is {days} days late."),
    ),
}


def digest(owed: Sequence[tuple[Words, date, int]]) -> Text:
    """Several reminders in one message: (title, due day, days left) each, the first to end first."""
    zh = "\n".join(f"{number}. {title.say('zh')}：{day_zh(day)}24时前（还有{days}天）" for number, (title, day, days) in enumerate(owed, 1))
    en = "\n".join(f"{number}. {title.say('en')}: by the end of {day} ({days} days left)" for number, (title, day, days) in enumerate(owed, 1))
    return _filled(
        Words("待报事项汇总（{count}项）", "What you owe ({count})"),
        Words("{listed_zh}", "{listed_en}"),
        count=len(owed),
        listed_zh=zh,
        listed_en=en,
    )


def told(stored: Mapping[str, str]) -> Words:
    """Words as they were stored."""
    return Words(stored["zh"].replace("{", "{{").replace("}", "}}"), stored["en"].replace("{", "{{").replace("}", "}}"))


def policy_changed(name: str, *, in_force: bool) -> Text:
    """Reminders come by another policy now."""
    return _filled(*_POLICY[in_force], name=name)


_POLICY = {
    True: (
        Words("提醒安排已调整：{name}", "Reminders have changed: {name}"),
        Words("未完成事项的提醒改按“{name}”发送，截止日期不变。", "What is still owed is now reminded of by {name}; no due day has changed."),
    ),
    False: (
        Words("提醒安排已停用：{name}", "Reminders have ended: {name}"),
        Words("未完成事项改按其他安排提醒，截止日期不变。", "What is still owed is reminded of otherwise; no due day has changed."),
    ),
}


def assigned(title: str, unit: str, items: int) -> Text:
    """A new task."""
    return _filled(
        Words("新的填报任务：{title}", "New task: {title}"),
        Words("{unit}有{items}项指标需在“{title}”中填报。", "{unit} is asked for {items} values in {title}."),
        title=title,
        unit=unit,
        items=items,
    )


def waived(title: str, unit: str) -> Text:
    """A task that is no longer owed."""
    return _filled(
        Words("任务已豁免：{title}", "Waived: {title}"),
        Words("{unit}无需再报送“{title}”。", "{unit} need not file {title} any more."),
        title=title,
        unit=unit,
    )


def extended(title: str, before: date, until: date, reason: str) -> Text:
    """One unit has longer."""
    return _filled(
        Words("已同意延期：{title}", "More time: {title}"),
        Words(
            "贵单位“{title}”的时限由{before_zh}延至{until_zh}24时，原因：{reason}",
            "Your unit has until the end of {until} to file {title} (before: {before}). Why: {reason}",
        ),
        title=title,
        reason=reason,
        before_zh=day_zh(before),
        until_zh=day_zh(until),
        before=before.isoformat(),
        until=until.isoformat(),
    )


def taken_over(title: str, former: str, reason: str) -> Text:
    """A task that another unit had, with what it filled in."""
    return _filled(
        Words("新任务：{title}", "New task: {title}"),
        Words(
            "“{title}”由{former}转由贵单位填报，已填内容一并转来。原因：{reason}",
            "Your unit files {title} in place of {former}; what was filled in comes along. Why: {reason}",
        ),
        title=title,
        former=former,
        reason=reason,
    )


def passed_on(title: str, unit: str, reason: str) -> Text:
    """A task that another unit has from now on."""
    return _filled(
        Words("任务已转出：{title}", "Passed on: {title}"),
        Words("“{title}”改由{unit}填报，贵单位无需再报送。原因：{reason}", "{unit} files {title} from now on; your unit need not. Why: {reason}"),
        title=title,
        unit=unit,
        reason=reason,
    )


def items_changed(title: str, added: Sequence[str], dropped: Sequence[str], reason: str) -> Text:
    """Items that came to a task, or went."""
    zh = "；".join(f"{what}：{'、'.join(names)}" for what, names in (("新增", added), ("不再填报", dropped)) if names)
    en = "; ".join(f"{what}: {', '.join(names)}" for what, names in (("new", added), ("no longer asked", dropped)) if names)
    return _filled(
        Words("填报项有变化：{title}", "Items changed: {title}"),
        Words("“{title}”的填报项有变化。{zh}。原因：{reason}", "What is asked in {title} changed. {en}. Why: {reason}"),
        title=title,
        zh=zh,
        en=en,
        reason=reason,
    )


def consulted(title: str, until: date) -> Text:
    """A draft on which comments are asked."""
    return _filled(
        Words("征求意见：{title}", "Comments wanted: {title}"),
        Words(
            "请于{day_zh}24时前对《{title}》逐条提出意见；无意见可不答复。",
            "Please comment on {title} by the end of {day}; silence means no objection.",
        ),
        title=title,
        day_zh=day_zh(until),
        day=until.isoformat(),
    )


def submitted(title: str, unit: str, by: str) -> Text:
    """Something waits for review."""
    return _filled(
        Words("待审核：{unit}", "To review: {unit}"),
        Words("{unit}（{by}）已提交“{title}”，请审核。", "{unit} ({by}) submitted {title}; please review."),
        title=title,
        unit=unit,
        by=by,
    )


def returned(title: str, by: str, due_on: date, reasons: list[tuple[str, str, str | None]]) -> Text:
    """Items came back: each with its reason and what is wanted."""
    listed_zh = "；".join(f"{name}：{reason}" + (f"（请{fix}）" if fix else "") for name, reason, fix in reasons)
    listed_en = "; ".join(f"{name}: {reason}" + (f" ({fix})" if fix else "") for name, reason, fix in reasons)
    return _filled(
        Words("填报被退回：{title}", "Returned: {title}"),
        Words("{by}退回{count}项，请于{day_zh}前修改后重新提交。{zh}", "{by} returned {count} items; please correct and submit again by {day}. {en}"),
        title=title,
        by=by,
        count=len(reasons),
        day_zh=day_zh(due_on),
        day=due_on.isoformat(),
        zh=listed_zh,
        en=listed_en,
    )


def approved(title: str, values: int) -> Text:
    """The form passed."""
    return _filled(
        Words("填报已通过：{title}", "Approved: {title}"),
        Words("“{title}”已审核通过，{values}个数值成为正式监测值。", "{title} was approved; {values} values are official now."),
        title=title,
        values=values,
    )


def round_opened(title: str, due_on: date) -> Text:
    """A round began."""
    return _filled(
        Words("填报开始：{title}", "Round opened: {title}"),
        Words("“{title}”已开始，对外报送时限为{day_zh}。", "{title} has begun; it is due outward on {day}."),
        title=title,
        day_zh=day_zh(due_on),
        day=due_on.isoformat(),
    )


def round_changed(title: str, internal_on: date, due_on: date) -> Text:
    """A round's days moved."""
    return _filled(
        Words("填报时限调整：{title}", "Round moved: {title}"),
        Words("“{title}”时限已调整：内部{internal_zh}，对外{day_zh}。", "The days of {title} moved: internally {internal}, outward {day}."),
        title=title,
        internal_zh=day_zh(internal_on),
        internal=internal_on.isoformat(),
        day_zh=day_zh(due_on),
        day=due_on.isoformat(),
    )


def deadline_moved(title: str, before: date, due_on: date) -> Text:
    """What a unit owes is due on another day."""
    return _filled(
        Words("报送时限调整：{title}", "Deadline moved: {title}"),
        Words("“{title}”的时限由{before_zh}调整为{day_zh}。", "{title} is due on {day} now, no longer on {before}."),
        title=title,
        before_zh=day_zh(before),
        before=before.isoformat(),
        day_zh=day_zh(due_on),
        day=due_on.isoformat(),
    )


def round_closed(title: str) -> Text:
    """A round ended."""
    return _filled(
        Words("填报关闭：{title}", "Round closed: {title}"),
        Words("“{title}”已关闭，不再接收填报。", "{title} is closed; nothing more is taken."),
        title=title,
    )


def verdict_turned(indicator: str, horizon: int, zh: str, en: str) -> Text:
    """A verdict turned for the worse."""
    return _filled(
        Words("指标预警：{indicator}（{horizon}年目标）", "Warning: {indicator} (target {horizon})"),
        Words("{zh}", "{en}"),
        indicator=indicator,
        horizon=horizon,
        zh=zh,
        en=en,
    )


def endpoint_disabled(name: str) -> Text:
    """A program is told nothing any more."""
    return _filled(
        Words("接收端已停用：{name}", "Endpoint disabled: {name}"),
        Words(
            "接收端“{name}”长时间无法送达或已声明停用，不再向其发送。修复后请执行测试以恢复。",
            "The endpoint {name} failed for too long, or said that it is gone; it is told nothing more. Test it once it is mended.",
        ),
        name=name,
    )


def late(reminders: int, deliveries: int) -> Text:
    """Something is due and does not go out."""
    return _filled(
        Words("发送告警：有消息逾期未发", "Alarm: messages are late"),
        Words(
            "{reminders}条到期提醒、{deliveries}条对外发送超过15分钟仍未发出，请检查通知服务与发送渠道。",
            "{reminders} reminders and {deliveries} deliveries are due for more than 15 minutes; please look at the service and its channels.",
        ),
        reminders=reminders,
        deliveries=deliveries,
    )
