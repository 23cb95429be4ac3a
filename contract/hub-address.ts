/** Longest address of a hub, in characters. */
export const LONGEST_HUB_ADDRESS = 500;

/** How an address of a hub looks: HTTP and nothing else, and no name or password in it. */
export const hubAddress = /^https?:\/\/[^/?#@\\]+(?:[/?#][^\\]*)?$/i;
