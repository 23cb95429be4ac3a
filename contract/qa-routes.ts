import { z } from 'zod';
import { requestId } from './ids.ts';
import {
  createdRequest,
  drawnSample,
  newQaDraw,
  newQaRequest,
  qaRequest,
  samplePreview,
  sampling,
} from './qa-requests.ts';
import { route } from './route.ts';

const supervisors = ['supervisor'] as const;

/** Routes of QA requests and their samples; part of `hubApi`. */
export const qaRoutes = {
  createQaRequest: route({
    method: 'POST',
    path: '/v1/qa-requests',
    access: supervisors,
    summary: 'Ask something about a population of records; says which earlier requests are about the same.',
    body: newQaRequest,
    response: createdRequest,
  }),
  listQaRequests: route({
    method: 'GET',
    path: '/v1/qa-requests',
    access: supervisors,
    summary: 'All requests with the samples that were drawn for them, newest first.',
    response: z.array(qaRequest),
  }),
  previewSample: route({
    method: 'POST',
    path: '/v1/qa-requests/:request_id/preview',
    access: supervisors,
    summary: 'What a sample of the request’s population would take, and what is to be known before it is drawn.',
    params: z.strictObject({ request_id: requestId }),
    body: sampling,
    response: samplePreview,
  }),
  drawSample: route({
    method: 'POST',
    path: '/v1/qa-requests/:request_id/draws',
    access: supervisors,
    summary: 'Draw a sample into a batch and deal it out. A population that changed since the preview is a conflict.',
    params: z.strictObject({ request_id: requestId }),
    body: newQaDraw,
    response: drawnSample,
  }),
} as const;
