"""Purpose-made detectors, one file each; importing them files them in `common.registry`, which lists their order."""

from indicia.detection.analyses.entry import front_end_impersonation, virtual_directory_script
from indicia.detection.analyses.planting import (
    page_compiled,
    page_in_journal,
    shell_written,
    unexpected_script,
    web_shell_content,
)
from indicia.detection.analyses.settings import (
    extended_protection,
    hybrid_trust,
    mail_leaves,
    transport_agents,
    web_server_settings,
)
from indicia.detection.analyses.taking import credential_dump, staging
from indicia.detection.analyses.use import page_behaviour, page_requested, worker_process_shell

__all__ = [
    "credential_dump",
    "extended_protection",
    "front_end_impersonation",
    "hybrid_trust",
    "mail_leaves",
    "page_behaviour",
    "page_compiled",
    "page_in_journal",
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
