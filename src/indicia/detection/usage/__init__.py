"""How script files are used: statistics over every request of a log, joined over the logs of a host."""
