"""Operations of service tasks, by noun. Registered by app/services/registries.py."""
