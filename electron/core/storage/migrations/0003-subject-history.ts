/** Whose records these are, so that others of the same subject are found beside one. */
export const subjectHistory = `
ALTER TABLE item ADD COLUMN subject_id TEXT;
UPDATE item SET subject_id = json_extract(body, '$.record.subject.id') WHERE json_valid(body);
CREATE INDEX item_subject ON item (subject_id) WHERE subject_id IS NOT NULL;
`;
