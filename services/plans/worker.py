"""The relay and scheduled loops of the plans service as a process of their own: ``python -m services.plans.worker``."""

from services.plans.app import create_service
from services.plans.settings import PlansSettings
from shared.kit.worker import run_worker

if __name__ == "__main__":
    run_worker(create_service(PlansSettings()))
