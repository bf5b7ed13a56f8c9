"""The theory exam: a paper drawn, answered, scored."""
