"""Tests of referral."""
