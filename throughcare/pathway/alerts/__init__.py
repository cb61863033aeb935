"""What somebody must see to now: raised for a named person, passed on until it is acted on."""
