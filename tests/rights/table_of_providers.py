"""Rows of gateways: the plan office of the region keeps them, administrators and auditors above look on."""

from tests.rights import grids
from tests.rights.cases import Case, one, seek
from tests.rights.objects_of_providers import CONTENT, provider_body

PROVIDERS: dict[str, tuple[Case, ...]] = {
    "list_providers": (seek("of the county", grids.DELIVERY, "id", "provider"),),
    "enter_provider": (Case("of the county", grids.ENDPOINT_ENTERED, body=provider_body, too_late=True),),
    "read_provider": (one("of the county", grids.DELIVERY, provider_id="provider"),),
    "rewrite_provider": (one("of the county", grids.ENDPOINT_KEPT, lambda _world: CONTENT, provider_id="provider"),),
    "drop_provider": (one("of the county", grids.ENDPOINT_KEPT, provider_id="provider_to_drop"),),
}
