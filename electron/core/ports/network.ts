/** The one way out of the device. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Node's own fetch. Redirects and cookies are decided by the caller. */
export const systemFetch: Fetch = (url, init) => fetch(url, init);
