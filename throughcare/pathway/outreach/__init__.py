"""Contacts and brief interventions before any referral."""
