"""Effects: what operations ask for, done in the same transaction. Registered by app/services/registries.py."""
