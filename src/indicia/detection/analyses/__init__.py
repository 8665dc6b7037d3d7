"""Purpose-made detectors, one file each; importing them files them in `registry`, which also lists their order."""

from indicia.detection.analyses import (
    credential_dump,
    extended_protection,
    front_end_impersonation,
    hybrid_trust,
    mail_leaves,
    page_behaviour,
    page_compiled,
    page_requested,
    shell_written,
    staging,
    transport_agents,
    unexpected_script,
    virtual_directory_script,
    web_server_settings,
    web_shell_content,
    worker_process_shell,
)

__all__ = [
    "credential_dump",
    "extended_protection",
    "front_end_impersonation",
    "hybrid_trust",
    "mail_leaves",
    "page_behaviour",
    "page_compiled",
    "page_requested",
    "shell_written",
    "staging",
    "transport_agents",
    "unexpected_script",
    "virtual_directory_script",
    "web_server_settings",
    "web_shell_content",
    "worker_process_shell",
]
