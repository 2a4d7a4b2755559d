"""The benchmarks (docs: README, `make bench`): each file is one of them and has a `run(stage) -> list[Result]`."""
