"""Readers of big logs, compiled to WebAssembly from `wasm/`, and what runs them; see docs/wasm.md."""
