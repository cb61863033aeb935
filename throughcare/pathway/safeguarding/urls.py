"""Addresses of safeguarding."""

app_name = "safeguarding"
urlpatterns = []
