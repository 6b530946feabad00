-- What was read in the pictures and recordings of a page: JSON, see
-- ingest.Transcript, zstd; '' for nothing.
ALTER TABLE bodies ADD COLUMN transcripts BYTEA NOT NULL DEFAULT '';
