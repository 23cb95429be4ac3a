/** The parts of an address that the rules look at, as `URL` has them. */
export interface Address {
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
}

/** True for an address on the machine itself, by number: a name may be answered by whoever answers names. */
function isLoopback(address: Address): boolean {
  return ['127.0.0.1', '[::1]'].includes(address.hostname);
}

/** Whether nobody on the way can listen: by https, or in the clear to the machine itself. */
export function isConfidential(address: Address): boolean {
  return address.protocol === 'https:' || (address.protocol === 'http:' && isLoopback(address));
}

/**
 * Whether the system's browser may be sent to an address for signing in: by https to the host that the person was shown, or in the clear
 * to the machine itself. No name and password in it.
 */
export function mayOpenForSignIn(address: Address, shownHost: string): boolean {
  return isConfidential(address) && address.host === shownHost && address.username === '' && address.password === '';
}
