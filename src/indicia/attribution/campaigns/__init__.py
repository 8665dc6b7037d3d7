"""Campaigns: activities of many hosts joined by what they rarely would share by chance."""
