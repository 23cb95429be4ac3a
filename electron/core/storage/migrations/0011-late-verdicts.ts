/** Verdicts that came after their item had been given away: 1 until the person has seen it, 2 after. */
export const lateVerdicts = `
ALTER TABLE outbox ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1, 2));
CREATE INDEX outbox_late ON outbox (seq) WHERE late = 1;
`;
