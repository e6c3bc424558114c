"""The program around the science: the command line and what a person can do with it."""
