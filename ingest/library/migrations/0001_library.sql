-- What is known, fetched and searchable, for each knowledge base (kb).
-- Written for SQLite and PostgreSQL alike. Times are microseconds since 1970,
-- 0 for unknown.

-- One row for each knowledge base that was ever written to.
CREATE TABLE knowledge_bases (
	kb TEXT NOT NULL PRIMARY KEY,
	known BIGINT NOT NULL,              -- number of the newest ledger row
	points BIGINT NOT NULL,             -- pinned statistics
	average DOUBLE PRECISION NOT NULL
);

-- The sources as the operator set them up.
CREATE TABLE sources (
	kb TEXT NOT NULL,
	name TEXT NOT NULL,
	options TEXT NOT NULL,              -- JSON
	every BIGINT NOT NULL,              -- microseconds; 0: only when asked
	added BIGINT NOT NULL,
	read BIGINT NOT NULL,               -- last complete run
	PRIMARY KEY (kb, name)
);

-- The ledger: one row for each page ever seen.
CREATE TABLE entries (
	kb TEXT NOT NULL,
	key TEXT NOT NULL,
	known BIGINT NOT NULL,              -- rising in the order in which pages became known
	source TEXT NOT NULL,
	url TEXT NOT NULL,
	status TEXT NOT NULL,
	reason TEXT NOT NULL,
	http_status BIGINT NOT NULL,
	document TEXT NOT NULL,             -- id of its live document, or ''
	found_by TEXT NOT NULL,
	depth BIGINT NOT NULL,
	etag TEXT NOT NULL,
	last_modified TEXT NOT NULL,
	body_hash TEXT NOT NULL,
	given TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	same_as TEXT NOT NULL,
	same_hash TEXT NOT NULL,
	fetched BIGINT NOT NULL,
	visited BIGINT NOT NULL,
	next BIGINT NOT NULL,
	PRIMARY KEY (kb, key)
);
CREATE UNIQUE INDEX entries_known ON entries (kb, known);
CREATE INDEX entries_source ON entries (kb, source, known);
CREATE INDEX entries_same ON entries (kb, known) WHERE same_as <> '';

-- Pages as fetched, and what their source said about them.
CREATE TABLE bodies (
	kb TEXT NOT NULL,
	key TEXT NOT NULL,
	type TEXT NOT NULL,
	title TEXT NOT NULL,
	language TEXT NOT NULL,
	labels TEXT NOT NULL,               -- JSON object, or ''
	modified BIGINT NOT NULL,
	size BIGINT NOT NULL,               -- of the body as it came
	body BYTEA NOT NULL,                -- zstd
	PRIMARY KEY (kb, key)
);

-- Documents, in few bytes a row: what is counted and compared.
CREATE TABLE documents (
	kb TEXT NOT NULL,
	id TEXT NOT NULL,
	key TEXT NOT NULL,
	title TEXT NOT NULL,
	language TEXT NOT NULL,
	content_hash TEXT NOT NULL,
	removed BIGINT NOT NULL,            -- 0: live; else since when it is not searched
	chunks BIGINT NOT NULL,
	length DOUBLE PRECISION NOT NULL,   -- sum of the chunks' lengths in words
	chunk_ids BYTEA NOT NULL,           -- 16 bytes each
	PRIMARY KEY (kb, id)
);
CREATE INDEX documents_content ON documents (kb, content_hash, id);

-- What documents say, and how they are cut. Both zstd, see codec.go.
CREATE TABLE contents (
	kb TEXT NOT NULL,
	document TEXT NOT NULL,
	content BYTEA NOT NULL,
	chunks BYTEA NOT NULL,
	PRIMARY KEY (kb, document)
);

-- Which document a live chunk is cut from.
CREATE TABLE chunks (
	kb TEXT NOT NULL,
	id BYTEA NOT NULL,
	document TEXT NOT NULL,
	PRIMARY KEY (kb, id)
);

-- Vectors that a remote embedder has made, by model and SHA-256 of the text:
-- equal texts of all knowledge bases share one.
CREATE TABLE vectors (
	model TEXT NOT NULL,
	key TEXT NOT NULL,
	vector BYTEA NOT NULL,              -- float32, little endian
	PRIMARY KEY (model, key)
);
