"""BM25: rank-bm25's statistics and formula on postings that grow and shrink."""
