import { z } from 'zod';
import { deviceId } from './ids.ts';
import { deviceTokens, enrolment, identityProvider } from './people.ts';
import { route } from './route.ts';

/** How a device gets into the hub and stays there: what it asks before it has tokens, or when they are over. */
export const joiningRoutes = {
  enrol: route({
    method: 'POST',
    path: '/v1/enrol',
    access: 'key',
    summary: 'Turn a one-time enrolment code into a device and its tokens, bound to the key that the request proves.',
    body: z.strictObject({
      code: z.string().min(1).max(200),
      device_name: z.string().min(1).max(200),
      app_version: z.string().max(50),
    }),
    response: enrolment,
  }),
  refreshTokens: route({
    method: 'POST',
    path: '/v1/tokens',
    access: 'key',
    summary:
      'New tokens for a refresh token of the device that holds this key. Asked again because the answer was lost: the same.',
    body: z.strictObject({ device_id: deviceId, refresh_token: deviceTokens.shape.refresh_token }),
    response: deviceTokens,
  }),
  signInOptions: route({
    method: 'GET',
    path: '/v1/sign-in',
    access: 'public',
    summary: 'The ways into this hub: by its identity provider, if it has one, and with enrolment codes.',
    response: z.strictObject({ identity_provider: identityProvider.nullable() }),
  }),
  beginSignIn: route({
    method: 'POST',
    path: '/v1/sign-in',
    access: 'key',
    summary: 'Begin a sign-in at the identity provider: the address for the system’s browser.',
    body: z.strictObject({
      /** On the device's own loopback, any port (RFC 8252). */
      redirect_uri: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}\/callback$/),
      /** base64url of the SHA-256 of the verifier that the device keeps (RFC 7636). */
      code_challenge: z.string().regex(/^[\w-]{43}$/),
    }),
    response: z.strictObject({
      attempt_id: z.string().min(1).max(100),
      /** Must come back to the device with the code. */
      state: z.string().min(20).max(200),
      authorization_url: z.url().max(4_000),
    }),
  }),
  finishSignIn: route({
    method: 'POST',
    path: '/v1/sign-in/:attempt_id',
    access: 'key',
    summary: 'Turn what the browser brought back into a device and its tokens; only for the key that began.',
    params: z.strictObject({ attempt_id: z.string().max(100) }),
    body: z.strictObject({
      /** The query that the identity provider sent to the loopback address. */
      callback: z.string().max(8_000),
      code_verifier: z.string().regex(/^[\w-]{43}$/),
      device_name: z.string().min(1).max(200),
      app_version: z.string().max(50),
    }),
    response: enrolment,
  }),
} as const;
