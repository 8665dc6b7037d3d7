"""Whether a server-side script turns a request into execution: told by its tokens and data flow, not by names."""
