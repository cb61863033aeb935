"""Page building blocks: environment, words, components and form fields, knowing nothing of the field."""
