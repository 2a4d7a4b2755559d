"""What Traject does: one public function is one use case is one transaction (architecture.md §1)."""
