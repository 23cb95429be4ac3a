import { z } from 'zod';
import { hubUrl } from './ids.ts';
import { identity, identityProvider, joining } from './people.ts';
import { coreCall } from './rpc.ts';

const nothing = z.strictObject({});

/** What the page asks about who works at this device. */
export const peopleCalls = {
  current: coreCall(nothing, identity),
  enrol: coreCall(joining, identity, [
    'enrolment-code-invalid',
    'hub-unreachable',
    'hub-answer-invalid',
    'hub-unavailable',
    'conflict',
  ]),
  /** The ways into the hub at an address. */
  options: coreCall(
    z.strictObject({ hub_url: hubUrl }),
    z.strictObject({ identity_provider: identityProvider.nullable() }),
    ['hub-unreachable', 'hub-answer-invalid', 'hub-unavailable'],
  ),
  /** Signs in at the hub's identity provider in the system's browser; answers when the person is back, gave up or took too long. */
  signIn: coreCall(
    z.strictObject({
      hub_url: hubUrl,
      device_name: z.string().min(1).max(200),
      /** What the browser shows at the end. */
      words: z.strictObject({ title: z.string().max(200), text: z.string().max(500) }),
    }),
    identity,
    [
      'hub-unreachable',
      'hub-answer-invalid',
      'hub-unavailable',
      'conflict',
      'not-found',
      'sign-in-refused',
      'sign-in-expired',
      'sign-in-no-role',
      'sign-in-cancelled',
      'identity-provider-unreachable',
      'browser-not-opened',
    ],
  ),
  /** Gives up the sign-in that is under way. */
  cancelSignIn: coreCall(nothing, nothing),
  /** Refused with the count while results are unsent, unless `leave_unsent` says the person has seen it. */
  signOut: coreCall(z.strictObject({ leave_unsent: z.boolean() }), identity, ['unsent-work']),
} as const;
