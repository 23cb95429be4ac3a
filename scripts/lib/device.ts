import type { Credential } from '#contract/core-link.ts';
import { hubApi } from '#contract/hub-api.ts';
import type { Enrolment } from '#contract/people.ts';
import { type DeviceKey, NONCE_HEADER, PROOF_HEADER } from '#contract/proof.ts';
import { makeDeviceKey, makeProof } from '#core/sync/proof.ts';
import { v7 } from 'uuid';

/** An enrolled device with its key, as a tool or a test drives it. Its tokens change when they are renewed. */
export type Device = Enrolment & { readonly key: DeviceKey };

/** Who sends a request: a device, whoever holds a key, or (null) nobody. */
export type Sender = Device | { readonly key: DeviceKey } | null;

export interface DeviceRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

/** The newest nonce of each hub. */
const nonces = new Map<string, string>();

async function sendOnce(url: string, sender: Sender, request: DeviceRequest): Promise<Response> {
  const { method, body } = request;
  const { origin } = new URL(url);
  const token = sender !== null && 'tokens' in sender ? sender.tokens.access_token : null;
  const nonce = nonces.get(origin) ?? null;
  const proven = { method, url, token, nonce, id: v7(), now: Date.now() };
  const response = await fetch(url, {
    method,
    headers: {
      ...(sender === null ? {} : { [PROOF_HEADER]: await makeProof(sender.key, proven) }),
      ...(token === null ? {} : { authorization: `DPoP ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const next = response.headers.get(NONCE_HEADER);
  if (next !== null) nonces.set(origin, next);
  return response;
}

const failsFor = async (response: Response, code: string): Promise<boolean> =>
  response.status === 401 && (await response.clone().text()).includes(`"${code}"`);

/** Sends one request as somebody, with a proof of their key; once more where the hub wants a nonce. */
async function send(url: string, sender: Sender, request: DeviceRequest): Promise<Response> {
  const response = await sendOnce(url, sender, request);
  return sender !== null && (await failsFor(response, 'proof-nonce')) ? sendOnce(url, sender, request) : response;
}

/** Turns the device's refresh token into new tokens; false when the hub refuses. */
export async function renew(hubUrl: string, device: Device): Promise<boolean> {
  const { method, path, response } = hubApi.refreshTokens;
  const body = JSON.stringify({ device_id: device.device_id, refresh_token: device.tokens.refresh_token });
  const answer = await send(hubUrl + path, { key: device.key }, { method, body });
  if (answer.status !== 200) return false;
  device.tokens = response.parse(await answer.json());
  return true;
}

/** Sends a request as a device does: with a proof of its key, and with new tokens when the old ones are over. */
export async function fetchAs(url: string, sender: Sender, request: DeviceRequest): Promise<Response> {
  const response = await send(url, sender, request);
  if (sender === null || !('tokens' in sender) || !(await failsFor(response, 'unauthenticated'))) return response;
  return (await renew(new URL(url).origin, sender)) ? send(url, sender, request) : response;
}

/** Enrols a new device with a one-time code. @throws Error with the hub's answer when it refuses */
export async function enrolDevice(hubUrl: string, code: string, deviceName: string): Promise<Device> {
  const key = await makeDeviceKey();
  const body = JSON.stringify({ code, device_name: deviceName, app_version: '0' });
  const answer = await fetchAs(hubUrl + hubApi.enrol.path, { key }, { method: 'POST', body });
  if (answer.status !== 200) throw new Error(`enrolment: ${answer.status} ${await answer.text()}`);
  return { ...hubApi.enrol.response.parse(await answer.json()), key };
}

/** What the workstation keeps of a device. @param hubUrl where it is to find the hub */
export function credentialOf(hubUrl: string, { device_id, person, key, tokens }: Device): Credential {
  const { access_token, refresh_token } = tokens;
  return { hub_url: hubUrl, device_id, person, key, tokens: { access_token, refresh_token } };
}
