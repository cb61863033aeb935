"""Addresses of the figures."""

from django.urls import path, register_converter

from throughcare.reporting.indicators import views

app_name = "indicators"


class QuarterConverter:
    """A quarter as 2026-Q3."""

    regex = r"[12]\d{3}-Q[1-4]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(QuarterConverter, "quarter")

urlpatterns = [
    path("quarter", views.quarter, name="quarter"),
    path("quarter/counted", views.counted, name="counted"),
    path("quarter/work-out-again", views.refresh, name="refresh"),
    path("quarter/<quarter:quarter>", views.quarter, name="quarter"),
    path("quarter/<quarter:quarter>/<slug:indicator>", views.indicator, name="indicator"),
    path("quarter/<quarter:quarter>/<slug:indicator>/cases", views.cases, name="cases"),
]
