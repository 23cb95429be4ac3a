/** Whether the hub was told of a parked result, so that a supervisor sees it. */
export const parkedTold = `
ALTER TABLE outbox ADD COLUMN reported INTEGER NOT NULL DEFAULT 0 CHECK (reported IN (0, 1));
CREATE INDEX outbox_unreported ON outbox (seq) WHERE state = 'parked' AND reported = 0;
`;
