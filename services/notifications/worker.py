"""The scan of the notifications service as a process of their own: ``python -m services.notifications.worker``."""

from services.notifications.app import create_service
from services.notifications.settings import NotificationsSettings
from shared.kit.worker import run_worker

if __name__ == "__main__":
    run_worker(create_service(NotificationsSettings()))
