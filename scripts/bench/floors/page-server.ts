import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves the pages of a file (a JSON list of texts) by number, from memory, as a process of its own: the least a hub could do. */
const pages = (JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as string[]).map((page) => Buffer.from(page));
const server = createServer((request, response) => {
  const page = pages[Number(request.url?.slice(1))];
  if (page === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-length': page.byteLength }).end(page);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`));
