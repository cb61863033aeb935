"""Addresses of risk and safeguarding."""

app_name = "safeguarding"
urlpatterns = []
