"""The one door to the model: which there are, getting one, running one."""
