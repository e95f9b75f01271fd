"""Truth: the registry of what a company tells its customers."""

__version__ = "0.1.0"
