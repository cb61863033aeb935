"""The way of a person through the service."""
