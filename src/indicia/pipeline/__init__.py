"""Composes the stages: the one package that knows them all."""
