"""Pages to hand out, as Markdown and as PDF: one value, two ways to write it down."""
