"""How people who were met without a name are counted."""

#: The age groups that anonymous people are counted in, with their youngest and oldest age.
AGE_GROUPS = {"under_18": (None, 17), "18_to_24": (18, 24)}
