"""Facts: who, when, how much and what, found in the sources' sentences and anchored to them."""
