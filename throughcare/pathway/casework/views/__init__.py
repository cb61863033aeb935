"""The pages across all stages: each loads what a query found, and draws it."""
