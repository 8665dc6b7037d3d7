"""Web requests that a log platform exported as rows, or that a server logs as JSON."""
