"""Tests of interventions."""
