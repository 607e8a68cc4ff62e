"""The portal's own applications: the pages that know everybody, and the administration."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "ekst"
    verbose_name = "The portal"


class PortalAdminConfig(AdminConfig):
    default_site = "ekst.admin_site.PartnershipAdminSite"
