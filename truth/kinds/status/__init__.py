"""status: order-status vocabularies: what each status means, how it is told, and which moves are allowed."""
