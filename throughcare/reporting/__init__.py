"""Facts and figures made from the record."""
