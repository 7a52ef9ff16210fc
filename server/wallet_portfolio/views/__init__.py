"""From results to text, terminal, chart and page."""
