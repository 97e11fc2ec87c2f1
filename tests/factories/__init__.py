"""Small made-up things that tests are made of: a directory, a plan document, the bodies of requests."""
