"""From sentences that people labelled with techniques to a model: reading them, learning, calibrating."""
