"""Journeys and pages in the system's own Chromium."""
