"""Campaigns across hosts, measured on invented fleets whose truth is known."""
