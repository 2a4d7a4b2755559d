"""What several test folders lean on: databases, statement counts, the tree itself."""
