"""One address for four services: the routes table, the dispatcher of the embedded mode, the proxy configuration, the portal."""
