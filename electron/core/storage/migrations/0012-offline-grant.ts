/** How long the device has been without the hub, and the latest moment that its clock ever showed. */
export const offlineGrant = `
ALTER TABLE sync_state ADD COLUMN grant_used_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sync_state ADD COLUMN grant_seen_at INTEGER NOT NULL DEFAULT 0;
`;
