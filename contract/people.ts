import { z } from 'zod';
import { deviceId, instant, language, personId } from './ids.ts';

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

export const enrolment = z.strictObject({
  /** Shown once; every later request carries it as a bearer token. */
  token: z.string().min(32),
  device_id: deviceId,
  person,
  epoch: z.string().min(1),
});
export type Enrolment = z.infer<typeof enrolment>;

export const enrolmentCode = z.strictObject({ code: z.string(), expires_at: instant });
