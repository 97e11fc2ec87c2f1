"""The head of a document: titles, number, issuing body, dates, region, period, and what it is based on.

Layout of official documents: GB/T 9704-2012 (版头 7.2: 发文机关标志, 发文字号; 主体 7.3: 标题, 主送机关, 成文日期; 版记 7.4: 抄送, 印发日期).
"""

from dataclasses import dataclass
from datetime import date

from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.issuing import date_of, issuer_of, labelled, labelled_date, number_of
from services.plans.rules.reading.periods import first_step, horizon_years, horizons_of, period_of
from services.plans.rules.reading.places import region_of
from services.plans.rules.reading.titles import basis_of, clean_title, find_titles, is_draft, preamble_of
from shared.schemas.plan_document import DocumentStatus, RegionLevel


@dataclass(frozen=True, slots=True)
class FoundHead:
    """What a document says of itself; None or empty where it says nothing."""

    title: str
    notice_title: str | None
    document_number: str | None
    issuer: str | None
    region: str | None
    region_level: RegionLevel
    region_parent: str | None
    status: DocumentStatus
    dated: date | None
    published_on: date | None
    disclosure: str | None
    period: tuple[int, int] | None
    horizon_years: tuple[int, ...]
    based_on: tuple[str, ...]
    place: tuple[int, int]


def read_head(root: ClauseNode) -> FoundHead:
    """The head of a document from what stands before its first heading, its closing lines, and the years it names."""
    front, text = root.paragraphs, root.all_paragraphs()
    title, notice = find_titles(front)
    printed = title.text if title else ""
    preamble = preamble_of(front, text)
    dated = date_of(front, text)
    issuer = issuer_of(front, text, notice)
    name, level, parent = region_of(root, printed, issuer, preamble)
    horizons = horizons_of(root)
    return FoundHead(
        title=clean_title(printed),
        notice_title=clean_title(notice.text) if notice else None,
        document_number=number_of(front),
        issuer=issuer,
        region=name,
        region_level=level,
        region_parent=parent,
        status=DocumentStatus.CONSULTATION if is_draft(front) else DocumentStatus.ISSUED,
        dated=dated,
        published_on=labelled_date(front, "published"),
        disclosure=labelled(front, "disclosure"),
        period=period_of(printed, horizons, dated, first_step(root)),
        horizon_years=horizon_years(horizons, printed, dated),
        based_on=basis_of(preamble, (printed, notice.text if notice else "")),
        place=(title.start, title.end) if title else (0, 1),
    )
