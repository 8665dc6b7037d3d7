"""What names the build of a server besides log headers: answered requests, exports, setup logs, program files."""
