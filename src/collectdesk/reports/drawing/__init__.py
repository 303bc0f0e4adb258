"""How paper is drawn: pages, type, tables, tags, codes. Never what a paper says."""
