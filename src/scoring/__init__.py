"""Credit scoring that a lender, its advisors and its clients can trust."""
