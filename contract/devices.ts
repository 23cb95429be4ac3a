import { z } from 'zod';
import { deviceId, instant } from './ids.ts';
import { person } from './people.ts';

/** How a device stands with the hub. Whoever signed out can sign in again; `revoked` was done by a supervisor, and the device empties itself. */
export const deviceState = z.enum(['in_use', 'signed_out', 'revoked']);

/** A device as supervisors see it. */
export const device = z.strictObject({
  id: deviceId,
  person,
  name: z.string(),
  app_version: z.string(),
  enrolled_at: instant,
  /** To about ten minutes; null when it was never heard. */
  heard_at: instant.nullable(),
  state: deviceState,
});
export type Device = z.infer<typeof device>;

/** Why a device is taken out of use; kept with the audit. */
export const revocation = z.strictObject({ reason: z.string().trim().min(3).max(500) });
