"""How many small defects the tests notice: `make mutate`, on mutants made by mutmut."""
