import { electronBridge } from './electron.ts';
import { withHeadStart } from './head-start.ts';

const nothing = {};

/**
 * The transport, with what the page asks first already asked. This module comes before all others, so the core answers while React and the
 * player are still being read.
 */
export const opening = withHeadStart(electronBridge(), [
  ['preferences', 'get', nothing],
  ['people', 'current', nothing],
  ['review', 'resume', { batch_id: null }],
  ['app', 'info', nothing],
  ['sync', 'status', nothing],
  ['policies', 'violationTypes', nothing],
  ['review', 'recent', { limit: 10 }],
  ['review', 'steps', nothing],
]);
