"""The Treatment page: the plan, what became of it, phases, prescriptions, other medicines, and what is good to know."""
