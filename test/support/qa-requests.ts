import { v7 } from 'uuid';
import type { NewQaRequest } from '#contract/qa-requests.ts';
import type { qaRoutes } from '#contract/qa-routes.ts';
import type { TestHub } from './hub.ts';
import { type Case, supervisors } from './rights-outcomes.ts';
import { item, type Resident } from './rights-world.ts';

/** A question about these records. */
const questionOf = (record_ids: readonly string[]): NewQaRequest => ({
  question: 'How often is the first decision wrong?',
  reason: 'Asked in a test',
  filter: { record_ids: record_ids as NonNullable<NewQaRequest['filter']['record_ids']> },
  due_at: null,
});

/** One record, each as likely as the other. */
const simpleSampling = {
  how: { method: 'simple' },
  stratify_by: null,
  size: { by: 'count', count: 1 },
} as const;

/** Has a supervisor ask about a record of the resident; answers with the request's path. */
async function pathOfQuestion(hub: TestHub, resident: Resident): Promise<string> {
  const body = questionOf([item(resident, 9).record_id]);
  const response = await hub.request(hub.supervisor, 'POST', '/v1/qa-requests', body);
  if (response.status !== 200) throw new Error(`request: ${response.status} ${await response.text()}`);
  return `/v1/qa-requests/${((await response.json()) as { request: { id: string } }).request.id}`;
}

/** A sample of one, dealt to the resident. */
const newDrawFor = (resident: Resident): unknown => ({
  sampling: simpleSampling,
  seed: 'made in a test',
  frame_hash: null,
  batch: { name: 'Made in a test', mode: 'blind', priority: 1, due_at: null, assignees: [resident.device.person.id] },
});

/** Who may do what with requests and samples. */
export const qaCases: Readonly<Record<keyof typeof qaRoutes, readonly Case[]>> = {
  createQaRequest: [
    {
      whose: 'about anybody’s records',
      ask: () => ({ path: '/v1/qa-requests', body: questionOf([]) }),
      outcomes: supervisors('200'),
    },
  ],
  listQaRequests: [{ whose: 'everybody’s', ask: () => ({ path: '/v1/qa-requests' }), outcomes: supervisors('200') }],
  previewSample: [
    {
      whose: 'of another’s records',
      ask: async ({ hub, other }) => ({ path: `${await pathOfQuestion(hub, other)}/preview`, body: simpleSampling }),
      outcomes: supervisors('200'),
    },
    {
      whose: 'of a request that does not exist',
      ask: () => ({ path: `/v1/qa-requests/${v7()}/preview`, body: simpleSampling }),
      outcomes: supervisors('404 not-found'),
    },
  ],
  drawSample: [
    {
      whose: 'of another’s records, dealt to oneself',
      ask: async ({ hub, me, other }) => ({ path: `${await pathOfQuestion(hub, other)}/draws`, body: newDrawFor(me) }),
      outcomes: supervisors('200'),
    },
    {
      whose: 'of a request that does not exist',
      ask: ({ me }) => ({ path: `/v1/qa-requests/${v7()}/draws`, body: newDrawFor(me) }),
      outcomes: supervisors('404 not-found'),
    },
  ],
};
