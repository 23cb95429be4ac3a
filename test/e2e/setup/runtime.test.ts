import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '#scripts/setup/paths.ts';
import { readRuntime, runtimeSwitches } from '#scripts/setup/runtime.ts';

const MAIN = `
const { app, utilityProcess } = require('electron');
const path = require('node:path');
app.whenReady().then(() => {
  const core = utilityProcess.fork(path.join(__dirname, 'core.cjs'));
  core.on('message', (database) => {
    const about = { name: app.name, version: app.getVersion(), path: app.getAppPath(), isPackaged: app.isPackaged };
    process.stdout.write('ANSWER ' + JSON.stringify({ about, database, electron: process.versions.electron }) + '\\n');
    app.quit();
  });
});`;

const CORE = `
const Database = require('better-sqlite3');
const path = require('node:path');
const db = new Database(path.join(__dirname, 'kept.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('create table t (a)');
db.prepare('insert into t values (?)').run(7);
process.parentPort.postMessage({
  journal: db.pragma('journal_mode', { simple: true }),
  synchronous: db.pragma('synchronous', { simple: true }),
  rows: db.prepare('select a from t').all(),
});`;

type Answer = {
  readonly about: { name: string; version: string; path: string; isPackaged: boolean };
  readonly database: { journal: string; synchronous: number; rows: { a: number }[] };
  readonly electron: string;
};

let folder: string;
let answer: Answer;

beforeAll(async () => {
  const runtime = readRuntime();
  folder = mkdtempSync(join(tmpdir(), 'lupa-electron-'));
  const manifest = { name: 'tiny', productName: 'Tiny', version: '9.8.7', main: 'main.cjs' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.cjs'), MAIN);
  writeFileSync(join(folder, 'core.cjs'), CORE);
  mkdirSync(join(folder, 'node_modules'));
  const modules = runtime.nativeModules ?? join(REPOSITORY, 'node_modules');
  symlinkSync(join(modules, 'better-sqlite3'), join(folder, 'node_modules', 'better-sqlite3'), 'junction');
  const switches = [...runtimeSwitches(), `--user-data-dir=${join(folder, 'profile')}`];
  const { stdout } = await promisify(execFile)(runtime.executable, [...switches, folder], { timeout: 60_000 });
  const line = stdout.split('\n').find((each) => each.startsWith('ANSWER ')) ?? '';
  answer = JSON.parse(line.slice('ANSWER '.length)) as Answer;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the Electron that the set-up found', () => {
  it('is the version that was noted', () => {
    expect(answer.electron).toBe(readRuntime().electronVersion);
  });

  it('runs an application folder as itself, not as a packaged app', () => {
    expect(answer.about).toEqual({ name: 'Tiny', version: '9.8.7', path: folder, isPackaged: false });
  });

  it('opens SQLite in a utility process with a write-ahead log and full synchronisation', () => {
    expect(answer.database).toEqual({ journal: 'wal', synchronous: 2, rows: [{ a: 7 }] });
  });
});
