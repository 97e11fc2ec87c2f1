"""How sure a fact is, and why: one table of grounds, so that a person can see what to check first."""

from dataclasses import dataclass
from enum import Enum


class Ground(Enum):
    """Why a fact is believed: share from 0 to 1, and the reason in Chinese and English."""

    LABELLED = (0.99, "原文有明确标签", "the text labels it")
    NUMBERED = (0.98, "原文有编号标题", "the text numbers it")
    CELL = (0.98, "表格单元格", "a cell of a table")
    FIRST_LEADS = (0.95, "文件写明列第一位的为牵头单位", "the document says that the first unit leads")
    DATED = (0.95, "写有时间的句子", "a sentence with a date")
    PHRASE = (0.9, "句子中的完整目标表述", "a whole target phrase in a sentence")
    CLOSING = (0.9, "段末括号写明职责", "the closing bracket says who does what")
    TAKEN_APART = (0.85, "一处文字含多个目标，已拆分", "one passage holds several targets; it was taken apart")
    RECURRING = (0.85, "写有周期的句子", "a sentence with a word of recurrence")
    ASSUMED = (0.7, "读取时有推断", "read with an assumption")
    UNLABELLED = (0.7, "没有标签", "without a label")
    STANDING = (0.6, "组织实施章节中的一般职责", "a standing duty in an organisational chapter")
    NOT_UNDERSTOOD = (0.2, "没有读懂", "not understood")

    def __init__(self, share: float, zh: str, en: str) -> None:
        self.share, self.zh, self.en = share, zh, en


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the fact with this key is."""

    key: str
    ground: Ground
