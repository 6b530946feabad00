-- Rises with everything that is recorded, and when the index shows it: what was
-- made from the content of one version holds for that one only.
ALTER TABLE knowledge_bases ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
