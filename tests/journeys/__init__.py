"""A few stories through the gateway, in both topologies."""
