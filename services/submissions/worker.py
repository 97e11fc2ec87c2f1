"""The relay of the submissions service as a process of their own: ``python -m services.submissions.worker``."""

from services.submissions.app import create_service
from services.submissions.settings import SubmissionsSettings
from shared.kit.worker import run_worker

if __name__ == "__main__":
    run_worker(create_service(SubmissionsSettings()))
