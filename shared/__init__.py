"""What two or more services must agree on: wire contracts, typed clients, pure rules, machinery."""
