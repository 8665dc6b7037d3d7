"""Facts about products, baselines and tests, loaded from packs."""

from indicia.knowledge.load import load_pack

__all__ = ["load_pack"]
