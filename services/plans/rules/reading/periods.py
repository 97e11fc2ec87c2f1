"""The years of a plan: its period, and the horizons for which it sets targets."""

import re
from collections import Counter
from datetime import date

from services.plans.rules.reading.characters import plain, squeezed
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.rows import Row

_YEARS_RANGE = re.compile(r"(20\d{2})\s*年?\s*[-~至到]+\s*(20\d{2})\s*年?")
_FIVE_YEARS = {"十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_HORIZONS = re.compile(r"(?:到|至|截至|力争)((?:20\d{2}年?[、,和及])*20\d{2}年)")


def horizons_of(root: ClauseNode) -> Counter[int]:
    """How often each year is set as a horizon (到2022年和2030年, 2025年目标值)."""
    years: Counter[int] = Counter()
    for paragraph in root.all_paragraphs():
        for found in _HORIZONS.finditer(squeezed(paragraph.flat)):
            years.update(int(year) for year in re.findall(r"20\d{2}", found[1]))
    for clause in root.walk():
        for row in clause.rows:
            years.update(_years_of_head(row))
    return years


def _years_of_head(row: Row) -> list[int]:
    return [int(year) for text in row.texts if "目标" in text for year in re.findall(r"20\d{2}", plain(text))]


def horizon_years(horizons: Counter[int], title: str, dated: date | None) -> tuple[int, ...]:
    """The horizon years from the year of issue on; the end of the title's period where the text names none."""
    named = _period_of_title(title)
    start = named[0] if named else dated.year if dated else 0
    end = named[1] if named else 0
    years = sorted(year for year in horizons if year >= start and not (end and year > end + 15))
    return tuple(years) or ((end,) if end else ()) or _only_year(title)


def _only_year(title: str) -> tuple[int, ...]:
    """The year of a plan for one year: 2026年…工作要点."""
    found = re.match(r"[^\d]{0,12}(20\d{2})年(?!前)", plain(squeezed(title)))
    return (int(found[1]),) if found else ()


def _period_of_title(title: str) -> tuple[int, int] | None:
    flat = plain(squeezed(title))
    if found := _YEARS_RANGE.search(flat):
        return int(found[1]), int(found[2])
    return next((years for name, years in _FIVE_YEARS.items() if name in flat), None)


def first_step(root: ClauseNode) -> int | None:
    """The earliest year of which the text names a month: where its stages begin (2025年1月—3月)."""
    texts = [*(paragraph.flat for paragraph in root.all_paragraphs()), *(plain(clause.title) for clause in root.walk())]
    years = [int(year) for text in texts for year in re.findall(r"(20\d{2})年(?=\d{1,2}月)", squeezed(text))]
    return min(years, default=None)


def period_of(title: str, horizons: Counter[int], dated: date | None, step: int | None = None) -> tuple[int, int] | None:
    """The first and the last year: of the title, else from the year of issue to the last horizon; None where no year is named.

    A text without a date of its own begins with its first step.
    """
    named = _period_of_title(title)
    if named:
        return named
    years = [year for year in horizons if dated is None or year >= dated.year]
    single = re.search(r"(20\d{2})年", plain(title))
    if not years and dated is None and single is None:
        return None
    start = int(single[1]) if single else dated.year if dated else min([*years, *([step] if step else [])])
    lasts = re.search(r"(?P<years>[三五])年", title)
    end = max(years, default=start + (3 if lasts and lasts["years"] == "三" else 5 if lasts else 1) - 1)
    return min(start, end), end
