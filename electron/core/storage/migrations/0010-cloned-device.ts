/** The device id that turned out to be at work in two places; whoever still has it registers anew. */
export const clonedDevice = `
ALTER TABLE sync_state ADD COLUMN cloned_device TEXT;
`;
