/** The channel on which the page calls. */
export const CALL_CHANNEL = 'lupa:call';

/** The channel on which the page hears. */
export const EVENT_CHANNEL = 'lupa:event';
