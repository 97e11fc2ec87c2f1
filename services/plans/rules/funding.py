"""Money of actions: what is odd about an entry, and sums. Amounts are exact decimals in 万元; null is "not said", never zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from shared.schemas.funding import FundingWarning

KINDS = ("planned", "allocated", "spent")


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is said of some money."""

    planned: Decimal | None = None
    allocated: Decimal | None = None
    spent: Decimal | None = None


def added(entries: Iterable[Amounts]) -> Amounts:
    """The sum kind by kind; null where no entry says anything."""
    said: Mapping[str, list[Decimal]] = {kind: [] for kind in KINDS}
    for entry in entries:
        for kind in KINDS:
            if (amount := getattr(entry, kind)) is not None:
                said[kind].append(amount)
    return Amounts(**{kind: sum(amounts, Decimal(0)) if amounts else None for kind, amounts in said.items()})


def warnings_of(money: Amounts, about: str) -> list[FundingWarning]:
    """What a person should look at: spent above allocated, allocated above planned, spent with nothing allocated. ``about`` names the entry."""
    found = []
    if money.spent is not None and money.allocated is None and money.spent > 0:
        zh, en = f"{about}：已支出 {money.spent:f} 万元，未填写到位金额", f"{about}: {money.spent:f} spent, nothing allocated is stated"
        found.append(FundingWarning(code="spent-without-allocated", zh=zh, en=en))
    if money.spent is not None and money.allocated is not None and money.spent > money.allocated:
        zh = f"{about}：支出 {money.spent:f} 万元超过到位 {money.allocated:f} 万元"
        en = f"{about}: {money.spent:f} spent exceeds {money.allocated:f} allocated"
        found.append(FundingWarning(code="spent-above-allocated", zh=zh, en=en))
    if money.allocated is not None and money.planned is not None and money.allocated > money.planned:
        zh = f"{about}：到位 {money.allocated:f} 万元超过计划 {money.planned:f} 万元"
        en = f"{about}: {money.allocated:f} allocated exceeds {money.planned:f} planned"
        found.append(FundingWarning(code="allocated-above-planned", zh=zh, en=en))
    return found
