"""Names under which exporters write the system part of an event that is not nested."""

CHANNEL = ("Channel", "LogName", "log_name", "EventLog")
PROVIDER = ("SourceName", "ProviderName", "Provider", "EventSourceName", "source_name", "Source")
PLAINLY_PROVIDER = PROVIDER[:-1]
"""Those that name the provider of an event also where nothing says its channel."""
EVENT_ID = ("EventID", "EventId", "Id", "event_id", "EventCode")
HOST = ("Hostname", "Computer", "MachineName", "ComputerName", "computer_name")
RECORD_ID = ("EventRecordID", "RecordNumber", "EventRecordId", "RecordId", "record_number")
TIME = (
    "TimeCreated",
    "@timestamp",
    "SystemTime",
    "TimeGenerated",
    "Timestamp",
    "timestamp",
    "EventTime",
    "UtcTime",
    "_time",
)
ALIASES = (CHANNEL, PROVIDER, EVENT_ID, HOST, RECORD_ID, TIME)
PAYLOAD = ("EventData", "EventData_dynamic", "EventData_string", "UserData", "Payload", "Properties")
OWN_TEXT = frozenset({"Payload", "Properties"})
"""Of these, those that are a field when they hold plain text."""
SYSTEM = ("Level", "Task", "Opcode", "Keywords", "Version")
OWN = frozenset((*SYSTEM, "EventID", "EventRecordID", "Channel", "Provider_Name", "Computer", "UserID"))
"""Names of the system part, which event data may use for something else."""
SHARED = frozenset((*SYSTEM, "Channel", "UserID"))
"""Of these, those that take both values; an event on the clearing of a log names the other log as its Channel."""
OF_SYSTEM = frozenset((*SYSTEM, "EventLevel", "ExecutionProcessID", "@timestamp"))
"""Members of a flat event that are no data."""
WINLOG = ("winlog.channel", "winlog.event_id", "winlog.provider_name")
"""Members with a dot that tell the shape `winlog`."""
