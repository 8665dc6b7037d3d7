"""Large answers: what comes again is held once, what nobody looks at lies in files."""
