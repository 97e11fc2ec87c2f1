"""The ways out of the platform. The inbox is none of them: a message is in it the moment it is told."""
