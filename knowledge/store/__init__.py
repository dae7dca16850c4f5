"""What servers own, in a database: their sources, settings and every change made to them."""
