"""Everything that is told of the directory: regions, units, groups, accounts and posts."""

from services.plans.routes import directory, posts, regions, units

ROUTERS = (directory.router, regions.router, units.router, posts.router)
