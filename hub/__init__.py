"""A JupyterHub for a class: its engine is Jupyter's own, this says what the course needs of it."""
