"""Tests that belong to no single room: of the repository itself, and of whole ways through the service."""
