"""Everything out, everything in: one file that restores an installation exactly, and a copy of one person's data.

`manifest` says what an archive holds, `rows` turns records into JSON and back, `writing` and `opening` are the file,
`restoring` puts it into an empty installation. docs/reference/archive.md describes the format.
"""
