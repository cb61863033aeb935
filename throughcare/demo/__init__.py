"""Made-up people and services; refuses to start in production."""
