"""Questions and answers: consultation threads, call-backs, the knowledge base, messages inside a case (咨询)."""
