"""What customers read: ICU patterns and Markdown, typed values, channels and locales. Pure: no I/O, no clock."""
