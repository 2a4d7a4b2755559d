"""Work that nobody waits for: timers, mail, the moving clock."""
