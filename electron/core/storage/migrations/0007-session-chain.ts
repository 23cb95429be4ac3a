/** A line of the session log is frozen: the hash of each is in the next. */
export const sessionChain = `
CREATE TRIGGER session_event_never_changes BEFORE UPDATE OF id, device_id, device_seq, at, body ON session_event
BEGIN SELECT RAISE(ABORT, 'a line of the session log is never changed'); END;
CREATE TRIGGER session_event_never_goes BEFORE DELETE ON session_event
BEGIN SELECT RAISE(ABORT, 'a line of the session log is never deleted'); END;
`;
