"""Records by noun: answers become rows. Registered by app/services/registries.py."""
