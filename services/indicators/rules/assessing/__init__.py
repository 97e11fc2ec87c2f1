"""Assessment (考核): checks of a scheme, marks with their arithmetic, deductions, vetoes, grades, a composite index. Pure."""
