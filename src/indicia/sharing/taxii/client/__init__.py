"""The client: finding a collection at somebody's server, fetching from it and sending to it."""
