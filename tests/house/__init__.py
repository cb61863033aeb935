"""Tests of the repository itself: each rule of the house that a machine can check."""
