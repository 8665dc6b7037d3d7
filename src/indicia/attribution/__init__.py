"""Who it could have been: actors as known on a day, how well a case fits them, and how sure that makes anybody."""
