"""The rules of the field: pure Python, no database, no framework, no clock of its own."""
