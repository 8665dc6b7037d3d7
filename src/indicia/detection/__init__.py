"""From records to findings: conditions, rules, the necessary-literal filter, and purpose-made analyses."""
