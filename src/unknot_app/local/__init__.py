"""The local mode: one folder, one process, one port, this computer only."""
