-- By what pages of almost the same text find each other, see ingest.Shape; ''
-- for texts that are too short to be compared.
ALTER TABLE documents ADD COLUMN shape BYTEA NOT NULL DEFAULT '';
