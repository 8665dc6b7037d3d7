"""Facts about products, baselines and tests, loaded from packs."""

from indicia.knowledge.packs.load import load_pack

__all__ = ["load_pack"]
