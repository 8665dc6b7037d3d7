"""How often techniques in the prose of reports are told right: reports held out one by one."""
