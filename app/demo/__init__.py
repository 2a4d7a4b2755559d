"""Demo data: invented people and enterprises, whose cases are made by the real services with the simulated clock."""
