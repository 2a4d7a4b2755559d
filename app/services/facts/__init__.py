"""Facts by noun: what diagrams may ask of the business tables. Registered by app/services/registries.py."""
