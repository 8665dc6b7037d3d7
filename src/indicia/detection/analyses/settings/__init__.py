"""What exported settings show: doors left open, code of others, mail that leaves."""
