"""Providers, agencies and the deployment they work in."""
