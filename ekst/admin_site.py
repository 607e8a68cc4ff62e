"""The administration in the portal's colours; its first page is the chair's review."""

from django.contrib.admin import AdminSite


class PartnershipAdminSite(AdminSite):
    site_header = "East Kent Schools Together"
    site_title = "Administration"
    index_title = "All records"
