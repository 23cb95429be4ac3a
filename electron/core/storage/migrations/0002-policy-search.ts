/**
 * Sections of policy texts as plain words, and the full-text index over them. The index keeps no words of its own; triggers keep it
 * in step with the table, so that nothing can be in one and not in the other.
 */
export const policySearch = `
CREATE TABLE policy_section (
  id INTEGER PRIMARY KEY,
  policy_id TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  section_id TEXT NOT NULL,
  policy_title TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (policy_id, version, language, section_id),
  FOREIGN KEY (policy_id, version) REFERENCES policy_version (policy_id, version) ON DELETE CASCADE
) STRICT;

CREATE VIRTUAL TABLE policy_index USING fts5 (
  title, body,
  content = 'policy_section', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '1 2 3'
);
INSERT INTO policy_index (policy_index, rank) VALUES ('rank', 'bm25(4.0, 1.0)');

CREATE TRIGGER policy_section_indexed AFTER INSERT ON policy_section
BEGIN INSERT INTO policy_index (rowid, title, body) VALUES (new.id, new.title, new.body); END;
CREATE TRIGGER policy_section_unindexed AFTER DELETE ON policy_section
BEGIN INSERT INTO policy_index (policy_index, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END;
CREATE TRIGGER policy_section_never_changes BEFORE UPDATE ON policy_section
BEGIN SELECT RAISE(ABORT, 'a section is replaced, never changed'); END;
`;
