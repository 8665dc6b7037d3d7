"""Composes the stages: the one module that knows them all."""
