"""The records of people: the only models of a person's data, and the queries that read them."""
