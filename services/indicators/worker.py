"""The relay and refresh loops of the indicators service as a process of their own: ``python -m services.indicators.worker``."""

from services.indicators.app import create_service
from services.indicators.settings import IndicatorsSettings
from shared.kit.worker import run_worker

if __name__ == "__main__":
    run_worker(create_service(IndicatorsSettings()))
