"""A server of STIX objects, and pushing to and pulling from others."""
