CREATE TABLE answers (
	id TEXT NOT NULL PRIMARY KEY,
	kb TEXT NOT NULL,
	asked BIGINT NOT NULL,
	status TEXT NOT NULL,
	reason TEXT NOT NULL,
	language TEXT NOT NULL,
	question TEXT NOT NULL,
	composer TEXT NOT NULL,
	confidence DOUBLE PRECISION NOT NULL,
	took DOUBLE PRECISION NOT NULL,
	record BYTEA NOT NULL
);
CREATE INDEX answers_asked ON answers (asked, id);
CREATE INDEX answers_kb_asked ON answers (kb, asked, id);
