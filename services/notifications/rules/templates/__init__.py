"""What messages are made of: sayings with their places, templates that fill them, and what is wrong with a template."""
