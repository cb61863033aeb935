"""Who is looking: users, roles, permissions and the viewer."""
