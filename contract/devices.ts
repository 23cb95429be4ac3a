import { z } from 'zod';
import { deviceId, instant } from './ids.ts';
import { person } from './people.ts';
import { coreCall } from './rpc.ts';

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

const failures = ['forbidden', 'unauthenticated', 'hub-unreachable', 'hub-unavailable', 'hub-answer-invalid'] as const;

/** The calls about devices, for supervisors, all from the hub; part of `ipcContract`. */
export const deviceCalls = {
  /** Every device, by person. */
  list: coreCall(z.strictObject({}), z.array(device), failures),
  /** Takes one out of use: it empties itself at its next contact. */
  revoke: coreCall(revocation.extend({ device_id: deviceId }), device, [...failures, 'not-found']),
} as const;
