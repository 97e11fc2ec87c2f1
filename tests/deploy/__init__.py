"""The local topologies: gateway, proxy configuration, processes, PostgreSQL."""
