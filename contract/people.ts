import { z } from 'zod';
import { deviceId, hubUrl, instant, language, personId } from './ids.ts';

export const role = z.enum(['reviewer', 'bilingual_reviewer', 'supervisor']);
export type Role = z.infer<typeof role>;

/** Somebody who works with Lupa. (Moderators whose decisions are looked at are only named in records.) */
export const person = z.strictObject({
  id: personId,
  name: z.string().min(1).max(200),
  role,
  languages: z.array(language).min(1),
});
export type Person = z.infer<typeof person>;

export const newPerson = person.omit({ id: true });

const secret = z.string().min(32).max(200);

/** What lets a device in. Both are worth nothing without its key. */
export const deviceTokens = z.strictObject({
  /** Comes with every request. */
  access_token: secret,
  /** Turned into new tokens when the access token is over; then it is used up. */
  refresh_token: secret,
  /** Seconds that the access token lives on; it may be over already in an answer that is given again. */
  expires_in: z.number().int().nonnegative(),
});
export type DeviceTokens = z.infer<typeof deviceTokens>;

export const enrolment = z.strictObject({
  tokens: deviceTokens,
  device_id: deviceId,
  person,
  epoch: z.string().min(1),
});
export type Enrolment = z.infer<typeof enrolment>;

/** Where the site's people sign in. */
export const identityProvider = z.strictObject({
  /** What people call it. */
  name: z.string().min(1).max(200),
  /** The only host that the system's browser is sent to. */
  host: z.string().min(1).max(300),
});
export type IdentityProviderName = z.infer<typeof identityProvider>;

export const enrolmentCode = z.strictObject({ code: z.string(), expires_at: instant });

/** What a person gives to join a hub with this device. */
export const joining = z.strictObject({
  hub_url: hubUrl,
  code: z.string().min(1).max(200),
  device_name: z.string().min(1).max(200),
});

/** Who works at this device. */
export const identity = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('signed_out'),
    /** The hub took the device out of use: whose it was, and how many of their results it never got. */
    revoked: z.strictObject({ name: z.string(), unsent: z.number().int().nonnegative() }).nullable(),
  }),
  /** The device was without the hub for too long: what it holds is held back until the next contact. */
  z.strictObject({
    state: z.literal('grant_over'),
    person,
    hub_url: z.string(),
    /** Results that wait for the hub. */
    unsent: z.number().int().nonnegative(),
  }),
  z.strictObject({ state: z.literal('signed_in'), person, device_id: deviceId, hub_url: z.string() }),
]);
export type Identity = z.infer<typeof identity>;
