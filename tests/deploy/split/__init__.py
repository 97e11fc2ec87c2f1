"""What needs PostgreSQL and nginx: collected when ``JIANXING_TEST_SPLIT=1`` (``make test-pg``)."""
