"""Import: what another tool says about statuses and transitions, as a vocabulary. One module per source format.

Nothing is invented: what a source does not say is left out of the vocabulary and listed as a finding.
"""
