"""What the pages of figures show, each module for one page."""
