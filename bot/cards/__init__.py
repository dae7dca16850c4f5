"""What a person sees: values in, Components V2 layouts out. Pure, and never over one of Discord's limits."""
