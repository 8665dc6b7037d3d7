"""Rules on what others make of an attribution: denied, answered, backed, met with silence."""
