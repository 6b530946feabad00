-- What people have said about single pages, by hand; it outlives every crawl.
CREATE TABLE corrections (
	kb TEXT NOT NULL,
	key TEXT NOT NULL,                  -- of the page
	correction TEXT NOT NULL,           -- JSON, see ingest.Correction
	PRIMARY KEY (kb, key)
);
CREATE INDEX documents_removed ON documents (kb, removed) WHERE removed <> 0;
