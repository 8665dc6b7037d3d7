"""The collection plan as collectors take it: Velociraptor artifact, KAPE target, PowerShell script that only reads."""
