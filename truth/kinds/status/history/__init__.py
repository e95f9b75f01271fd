"""Histories: are the events of orders what their vocabularies allow? A stream, in constant memory per open order."""
