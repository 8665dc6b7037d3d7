"""What is asked of one record, as data, and deciding it exactly."""
