-- The name of this library, drawn once: indexes on a shared server carry it.
CREATE TABLE identity (
	one BIGINT NOT NULL PRIMARY KEY,    -- always 1
	id TEXT NOT NULL
);
