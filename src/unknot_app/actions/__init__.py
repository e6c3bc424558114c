"""One function for each thing a person can do, one file each; the command line and later the pages call these."""
