"""Choices: lists a form offers that come from the database. Registered by app/services/registries.py."""
