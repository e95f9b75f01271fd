"""company: locales, channels, owners, authorities, governance, shared arguments, tone."""
