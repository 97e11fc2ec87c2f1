"""Levels of regions: by the length of their codes, and in order."""

from shared.schemas.plan_document import RegionLevel

LEVEL_BY_LENGTH = {2: RegionLevel.PROVINCE, 4: RegionLevel.CITY, 6: RegionLevel.COUNTY, 9: RegionLevel.TOWN, 12: RegionLevel.VILLAGE}
ORDER = {level: place for place, level in enumerate(RegionLevel)}
