"""A tool answered by the person on their own phone: the link that a worker sends, and the pages that it opens."""
