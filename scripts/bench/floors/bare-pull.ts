import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';

/** Fetches every page and inserts its lines raw with two indexed fields, a page a transaction, `synchronous=NORMAL`, nothing checked. */
async function pullAll(url: string, pages: number, file: string): Promise<number> {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec('CREATE TABLE item (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, body TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO item VALUES (?, ?, ?)');
  let rows = 0;
  const store = db.transaction((lines: readonly string[]) => {
    for (const line of lines) {
      const tab = line.indexOf('\t');
      if (tab < 0) continue;
      const head = JSON.parse(line.slice(0, tab)) as { id: string; seq: number };
      insert.run(head.id, head.seq, line.slice(tab + 1));
      rows += 1;
    }
  });
  for (let page = 0; page < pages; page += 1) {
    const answer = await fetch(`${url}/${page}`);
    store((await answer.text()).split('\n'));
  }
  db.close();
  return rows;
}

/** Items per second of the bare loop over the given page texts, one value per round. */
export async function barePulls(folder: string, pages: readonly string[], rounds: number): Promise<number[]> {
  const file = join(folder, 'floor-pages.json');
  await writeFile(file, JSON.stringify(pages));
  const server = spawn(process.execPath, [join(import.meta.dirname, 'page-server.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const url = `http://127.0.0.1:${line.replace('port ', '')}`;
    const rates: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      const rows = await pullAll(url, pages.length, join(folder, `floor-pull-${pages.length}-${round}.db`));
      rates.push(rows / ((performance.now() - start) / 1000));
    }
    return rates;
  } finally {
    server.kill('SIGKILL');
  }
}
