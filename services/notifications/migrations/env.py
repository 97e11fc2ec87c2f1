"""Alembic's entry: see shared/kit/migrate.py."""

from services.notifications.models import Base
from shared.kit.migrate import run_environment

run_environment(Base.metadata)
