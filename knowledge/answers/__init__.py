"""From a question to an Answer: evidence, verdict, facts and the other side."""
