import { enrolment } from '#contract/people.ts';
import type { Fetch } from '#core/ports/network.ts';
import type { Chance } from '#scripts/lib/chance.ts';
import type { Findings } from './part.ts';
import { inputsOf } from './shapes.ts';
import { spoilt } from './spoil.ts';
import { hostileText } from './words.ts';

const makeEnrolment = inputsOf(enrolment);

function strangeAnswer(chance: Chance): Response {
  const type = chance.pick(['application/json', 'text/html', 'application/x-ndjson', 'application/octet-stream']);
  const body = chance.pick([
    () => JSON.stringify(spoilt(makeEnrolment(chance), chance)),
    () => hostileText(chance),
    () => '{"error":{"code":"__proto__","detail":"","params":{"__proto__":{"fuzzed":1}}},"request_id":"x"}',
    () => '',
  ])();
  const status = chance.pick([200, 200, 302, 400, 401, 403, 410, 429, 500, 503]);
  const headers = {
    'content-type': type,
    location: 'http://169.254.169.254/',
    'retry-after': chance.pick(['0', 'x', '-1']),
  };
  return new Response(body, { status, headers });
}

/**
 * A network at whose end there is mostly nobody, and otherwise somebody who is no hub. Notes requests that are not for HTTP.
 */
export function strangeHub(chance: Chance, hubUrl: string, findings: Findings): Fetch {
  return (url) => {
    const isOurs = url.startsWith(hubUrl);
    if (!isOurs && !/^https?:\/\//i.test(url)) findings.escape('a request that is not for HTTP', url);
    return chance.often(0.9) ? Promise.reject(new TypeError('nobody there')) : Promise.resolve(strangeAnswer(chance));
  };
}
