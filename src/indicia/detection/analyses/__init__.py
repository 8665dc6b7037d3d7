"""Purpose-made detectors, one file each; importing them files them in `registry`, which also lists their order."""

from indicia.detection.analyses import (
    credential_dump,
    front_end_impersonation,
    page_behaviour,
    page_compiled,
    page_requested,
    shell_written,
    staging,
    unexpected_script,
    virtual_directory_script,
    web_shell_content,
    worker_process_shell,
)

__all__ = [
    "credential_dump",
    "front_end_impersonation",
    "page_behaviour",
    "page_compiled",
    "page_requested",
    "shell_written",
    "staging",
    "unexpected_script",
    "virtual_directory_script",
    "web_shell_content",
    "worker_process_shell",
]
