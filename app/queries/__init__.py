"""What pages and the API show. Never writes; every list is filtered in SQL by the access policy and paged by key."""
