import type { z } from 'zod';
import { hubApi } from '#contract/hub-api.ts';
import type { Person } from '#contract/people.ts';
import { type Device, enrolDevice, fetchAs } from './device.ts';

type Answer<Name extends keyof typeof hubApi> = (typeof hubApi)[Name] extends {
  response: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : never;

/** Routes that a supervisor's tools need, checked against the contract on both ways. */
export interface SupervisorClient {
  readonly person: Person;
  createPerson(input: z.input<typeof hubApi.createPerson.body>): Promise<Answer<'createPerson'>>;
  createEnrolmentCode(person: Person): Promise<string>;
  createBatch(input: z.input<typeof hubApi.createBatch.body>): Promise<Answer<'createBatch'>>;
  listImports(): Promise<Answer<'listImports'>>;
}

async function send(url: string, method: string, device: Device, body: unknown): Promise<unknown> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetchAs(url, device, { method, ...text });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/**
 * Enrols a supervisor's tool with a one-time code and calls the hub for it.
 * @throws Error with the hub's answer when it refuses
 */
export async function connectSupervisor(hubUrl: string, code: string): Promise<SupervisorClient> {
  const enrolled = await enrolDevice(hubUrl, code, 'Tour');
  const post = (path: string, body: unknown): Promise<unknown> => send(hubUrl + path, 'POST', enrolled, body);
  return {
    person: enrolled.person,
    createPerson: async (input) =>
      hubApi.createPerson.response.parse(await post(hubApi.createPerson.path, hubApi.createPerson.body.parse(input))),
    async createEnrolmentCode(person) {
      const path = hubApi.createEnrolmentCode.path.replace(':person_id', person.id);
      return hubApi.createEnrolmentCode.response.parse(await post(path, undefined)).code;
    },
    createBatch: async (input) =>
      hubApi.createBatch.response.parse(await post(hubApi.createBatch.path, hubApi.createBatch.body.parse(input))),
    listImports: async () =>
      hubApi.listImports.response.parse(await send(hubUrl + hubApi.listImports.path, 'GET', enrolled, undefined)),
  };
}
