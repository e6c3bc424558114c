"""JSON over HTTP for programs on this computer: the inputs and outputs of the commands, and the records of people.

Each address reads its input, calls one action and writes what it returns, as the command of the same name does.
"""
