"""Programs that make what is kept in the repository. Nothing of them is installed."""
