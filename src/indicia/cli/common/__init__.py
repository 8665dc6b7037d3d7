"""What verbs need alike: places, times, secrets, options, what a person sees meanwhile."""
