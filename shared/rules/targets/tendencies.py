"""Targets without a number: trends (逐年下降), trends of a trend (增速下降), states (持续消除, 全覆盖), nothing at all (——)."""

import re

from shared.rules.targets.folding import fold
from shared.rules.targets.lexing import APPROXIMATE
from shared.rules.targets.parts import Part
from shared.rules.targets.pieces import Piece
from shared.rules.targets.vocabulary import alternatives, words
from shared.schemas.targets import Direction, NoTarget, SecondOrderTrend, State, Trend

_DASHES = re.compile(
    r"[-/~·.]*|空|无|暂无|空白|N/?A|n/?a|不适用|无要求|(?:不|未|暂不|暂未|不再)(?:设定?|设置|作|做|下达|安排|列)(?:具体)?(?:要求|目标值?|指标值?|任务)?"
)
_MANNER = words(
    "持续 稳步 显著 明显 逐步 不断 有效 大幅 大幅度 有所 进一步 逐年 全面 切实 着力 稳定 较大 较大幅度 得到 得以 实现 继续 加快 逐渐 高位 深入 总体",
    "总体水平 有较大的 有 稳中 更加 更为 更趋 更 日益 明显地 有明显 有显著 适当 连年 每年 快速 平稳 均 都 同步 双 再 略有 基本 较快 努力 大力",
    "积极 的 普遍 整体 极大 年年 只 全域",
)
_BY = rf"(?P<manner>(?:{alternatives(_MANNER)}){{0,6}})"
_RISE = words(
    "提高 提升 上升 增长 增加 改善 优化 完善 向好 好转 扩大 增强 壮大 健全 加强 延长 丰富 推广 升级 提速 拓展 推进 发展 加大 巩固 深化 有升 上扬 递增"
)
_FALL = words("下降 降低 减少 减缓 放缓 缩小 缩短 减轻 减弱 有降 下行 回落 收窄 递减")
_END = r"(?:趋势|态势|势头|目标)?$"
_AT_END = re.compile(rf"{_BY}(?<!建立)(?:(?P<up>{alternatives(_RISE)})|(?P<down>{alternatives(_FALL)}))(?:和(?:优化|完善|提升|发展))?{_END}")
_QUALITIES = re.compile(r"(?:更加|更为|更趋|更具|更)(?![到])[^,;。\ue000-\ue1ff]{2,16}$")
_ENSURED = re.compile(r"得到(?:进一步|更好|有效)(?:保障|满足|落实)$")
_AT_START = re.compile(
    rf"^(?:预防和)?{_BY}(?:(?P<up>提高|提升|改善|优化|完善|扩大|增强|健全|加强|延长|增加|推进|促进|加快)"
    r"|(?P<down>降低|减少|缩短|缩小|减轻|控制和减少))(?P<rest>.{2,})"
)
_HOLD = re.compile(
    r"(?:(?:总体|基本|继续|持续)*(?:保持|维持)?(?:总体|基本)?(?:稳定|平稳|不变|不减|持平)"
    r"|(?:零|0)(?:增长|增加)|不增加|不增长|不上升|不反弹|不下降|不降低|不升高|不恶化)$"
)
_NEGATIVE = re.compile(r"(?:实现)?负增长$|双控双减|双下降$")
_RATE_OF = (
    r"(?:增速|增幅|增长速度|增长势头|增长率的?增速|上升速度|上升趋势|增长趋势|上升势头|增长幅度|升幅|蔓延势头|蔓延趋势|流行势头|下降速度|下降趋势)"
)
_SECOND = re.compile(
    rf"(?P<of>{_RATE_OF}).{{0,4}}?(?:得到|有所|有效|明显|持续|逐步|初步|显著|不断|基本)*(?P<how>下降|降低|减缓|放缓|收窄|遏制|控制|趋缓|回落|减慢|扭转|加快|提高|上升|加大|保持稳定|平稳)$"
    r"|(?P<first>有效|坚决|持续|初步|基本)*(?P<curb>遏制|扭转|减缓|控制|延缓).{2,}(?P<what>上升|增长|蔓延|流行|发展)(?P<t>势头|趋势|态势|速度)$"
)
_STATE_MANNER = words(
    "持续 继续 基本 全面 率先 全部 有效 初步 动态 维持 保持 巩固 实现 得到 达到 普遍 全域 稳定 高水平 创建 高质量 严格 如期 按期 已 均 都 长期",
    "切实 广泛 控制在 处于 保持在 维持在 稳定在",
)
_WANTED = words(
    "消除 全覆盖 清零 达标排放 达标 控制 遏制 防控 管控 建成 完成 形成 普及 恢复 落实 到位 建立 建立健全 覆盖 合格 通过 平衡 阻断 根除 脱贫 脱钩",
    "开通 设立 定型 成熟定型 禁烟 实现 低流行水平 零发生 零死亡 零事故 零感染 零新增 零暴发 零输入 不发生 未发生 不出现",
    "无脊灰 规范运行 规范化 正常运行 均等化 一体化 现代化",
)
_AS_STATE = re.compile(rf"“?(?P<manner>(?:{alternatives(_STATE_MANNER)}){{0,5}})(?P<wanted>{alternatives(_WANTED)})(?P<as>状态|标准|目标|要求)?”?$")
_NONE_AT_ALL = re.compile(r"(?:零(?:发生|死亡|事故|感染|新增|暴发|输入)|[不未]发生|不出现)$")
_EVERY_ONE = re.compile(r"“?(?P<manner>)(?P<wanted>[应愿能可](?P<deed>.)尽(?P=deed))”?$")
_STATE_FIRST = re.compile(
    rf"^(?P<manner>(?:{alternatives(_STATE_MANNER)}){{0,5}})(?P<wanted>不再?发生|未发生|不出现|避免发生|消除|建成|完成|实现|形成|建立健全|建立|构建|创建成为|创建|巩固提升|巩固|维持|保持|普及|通过|打造"
    r"|杜绝|防范|防止|遏制|创成|做到|获得|覆盖|应用|消灭|管控|控制|享有|打通)(?P<rest>.*)"
)
_STATE_WITHIN = re.compile(
    rf"(?<=.{{2}})(?P<manner>(?:{alternatives(_STATE_MANNER)}|广泛|基本){{0,5}})(?P<wanted>建成|覆盖|组建|融入|满足|享有|建立健全|建立|形成|设置|开展|通过)(?P<rest>.{{2,}})$"
)
_KEPT = re.compile(r"^(?:持续)?(?:维持|保持|巩固)(?P<wanted>无[^,;。]{1,8}|[^,;。]{0,12}消除[^,;。]{0,8}?)(?:的)?(?:状态|成果|工作)$")
_VAGUE = re.compile(r"适当|适度|适量|一定|较高水平|较低水平|较好水平|合理水平|合理区间|合理控制|若干|较高的水平|视情|酌情|相应")
_SLOWING = re.compile(r"增长率|增速|增长速度|增幅")


def read_none(printed: str) -> list[Piece]:
    """——, 空, 无 or an empty cell: nothing is set."""
    return [Piece(NoTarget(), 0, 0)] if _DASHES.fullmatch(fold(printed).text) else []


def is_vague(text: str) -> bool:
    """Whether the wording leaves open what is wanted: 适当控制, 达到较高水平."""
    return bool(_VAGUE.search(text) or APPROXIMATE.search(text))


def is_none_at_all(text: str) -> bool:
    """Whether nothing of a kind shall happen (一次死亡3人以上事故零发生): a number before it belongs to the name."""
    return bool(_NONE_AT_ALL.search(text))


def read_second_order(part: Part, indicator: str | None = None) -> list[Piece]:
    """增速下降, 上升趋势减缓, 有效遏制…上升势头. Of an indicator that is itself a growth rate (增长率减缓) a plain trend is read."""
    match = _SECOND.search(part.text)
    if not match or (match["of"] and _SLOWING.search(indicator or "")):
        return []
    rising = match["how"] in ("加快", "提高", "上升", "加大")
    steady = match["how"] in ("保持稳定", "平稳")
    direction = Direction.HOLD if steady else Direction.UP if rising else Direction.DOWN
    return [Piece(SecondOrderTrend(direction=direction), match.start(), match.end())]


def read_trend(part: Part) -> list[Piece]:
    """A direction without a size, behind the name (…率逐年下降); 逐年 allows no equal year."""
    text = part.text
    for pattern, direction in ((_NEGATIVE, Direction.DOWN), (_HOLD, Direction.HOLD)):
        match = pattern.search(text)
        if match:
            return [Piece(Trend(direction=direction, strict="逐年" in text), match.start(), match.end())]
    match = _AT_END.search(text)
    if match:
        return [Piece(_trend(match), match.start(), match.end())]
    match = _QUALITIES.search(text) or _ENSURED.search(text)
    return [Piece(Trend(direction=Direction.UP), match.start(), match.end())] if match else []


def read_effort(part: Part) -> list[Piece]:
    """A direction before its name: 提高…率, 降低…密度."""
    match = _AT_START.match(part.text)
    return [Piece(_trend(match), match.start(), match.start("rest"), noun=part.text[match.start("rest") :])] if match else []


def _trend(match: re.Match[str]) -> Trend:
    strict = bool(re.search(r"逐年|每年|连年|年年", match["manner"] or ""))
    return Trend(direction=Direction.UP if match["up"] else Direction.DOWN, strict=strict)


def read_state(part: Part) -> list[Piece]:
    """A wanted state behind its name (…全覆盖, 持续消除); one that holds 基本 or 持续 is also satisfied by the state itself."""
    text = part.text
    kept = _KEPT.match(text)
    if kept:
        wanted = "消除" if "消除" in kept["wanted"] else kept["wanted"]
        return [Piece(State(wanted=wanted, accepted=["持续消除"] if wanted == "消除" else []), 0, len(text))]
    return _state(_EVERY_ONE.search(text) or _AS_STATE.search(text), text)


def read_deed(part: Part) -> list[Piece]:
    """A state by what is done for it: 建成健康城区, 智慧健康管理覆盖全区医疗机构."""
    return _state(_STATE_FIRST.match(part.text) or _STATE_WITHIN.search(part.text), part.text)


def _state(match: re.Match[str] | None, text: str) -> list[Piece]:
    if not match or is_vague(text):
        return []
    manner = re.sub(r"实现|得到|达到|均|都|已|创建", "", match["manner"])
    plain = match["wanted"]
    accepted = [plain] if re.search(r"基本|持续|初步|全面|继续|动态|维持|保持|巩固|有效", manner) and plain in _ACHIEVED else []
    noun = match.groupdict().get("rest") or ""
    return [Piece(State(wanted=manner + plain, accepted=accepted), match.start(), match.end() - len(noun), noun=noun)]


_ACHIEVED = frozenset(words("消除 全覆盖 清零 达标 建成 完成 形成 恢复 普及"))
