"""Wire contracts: pydantic only, no FastAPI, no SQLAlchemy."""
