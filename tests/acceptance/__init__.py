"""Stories written from the design by somebody who had not seen the code, with results worked out by hand."""
