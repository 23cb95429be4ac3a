import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packHeat } from '#contract/packs.ts';
import { type ClipReference, moderationRecord } from '#contract/records.ts';
import { CLIPS } from '#scripts/demo-pack/clips.ts';
import { bodiesAt, boxesOf, frameLengthsOf, handlersOf, secondsOf } from './boxes.ts';
import { bytes, lines, PACK } from './shipped-pack.ts';

const MIB = 1024 * 1024;
const LOST = 'clips/never-arrived.mp4';
const CUT = 'clips/cut-off.mp4';
const SILENT = 'clips/backroom-camera.mp4';
const UNEVEN = 'clips/promo-two-languages.mp4';
const WEBM = 'clips/podcast-quote.webm';

const records = lines('records.jsonl').map((line) => moderationRecord.parse(line));
const named: ClipReference[] = records.flatMap((record) => record.clips ?? []);
const shipped = readdirSync(join(PACK, 'clips')).map((name) => `clips/${name}`);
const playable = shipped.filter((path) => path.endsWith('.mp4') && path !== CUT);

describe('the clips of the demo pack', () => {
  it('are all named by a record, and all there but the one that never arrived', () => {
    const paths = new Set(named.map((clip) => clip.path));
    expect([...paths].filter((path) => !existsSync(join(PACK, path)))).toEqual([LOST]);
    expect(shipped.filter((path) => !paths.has(path))).toEqual([]);
    expect(shipped).toHaveLength(14);
  });

  it('have the hash that the records say, the broken one too', () => {
    const present = named.filter((clip) => clip.path !== LOST);
    expect(present.length).toBeGreaterThan(20);
    for (const clip of present) {
      const hash = createHash('sha256').update(bytes(clip.path)).digest('hex');
      expect({ path: clip.path, hash }).toEqual({ path: clip.path, hash: clip.sha256 });
    }
  });

  it('keep the whole pack small enough to ship', () => {
    const files = readdirSync(PACK, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const total = files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
    expect(total).toBeLessThan(8 * MIB);
    expect(total).toBeGreaterThan(MIB);
  });

  it.each(playable)('%s can start before it is wholly loaded, and is as long as the records say', (path) => {
    const order = boxesOf(bytes(path)).map((box) => box.type);
    expect(order.indexOf('moov')).toBeGreaterThan(0);
    expect(order.indexOf('moov')).toBeLessThan(order.indexOf('mdat'));
    const said = named.find((clip) => clip.path === path)?.duration_s ?? Number.NaN;
    expect(Math.abs(secondsOf(bytes(path)) - said)).toBeLessThan(0.2);
  });

  it.each(playable)('%s has a picture, and sound unless it is the silent one', (path) => {
    expect(handlersOf(bytes(path))).toEqual(path === SILENT ? ['vide'] : ['vide', 'soun']);
  });

  it('have one with uneven frame times, and even ones otherwise', () => {
    expect(new Set(frameLengthsOf(bytes(UNEVEN))).size).toBeGreaterThan(1);
    expect(frameLengthsOf(bytes(UNEVEN)).length).toBeGreaterThan(10);
    const uneven = playable.filter((path) => frameLengthsOf(bytes(path)).length > 1);
    expect(uneven).toEqual([UNEVEN]);
  });

  it('have one WebM with VP9 and Opus', () => {
    const webm = bytes(WEBM);
    expect(webm.readUInt32BE(0)).toBe(0x1a45dfa3);
    const head = webm.toString('latin1', 0, 4096);
    for (const word of ['webm', 'V_VP9', 'A_OPUS']) expect(head).toContain(word);
  });

  it('have one that cannot be played: it says what it is, then ends in the middle of its data without an index', () => {
    const boxes = boxesOf(bytes(CUT));
    expect(boxes[0]?.type).toBe('ftyp');
    expect(boxes.map((box) => box.type)).not.toContain('moov');
    const data = boxes.at(-1);
    expect(data?.type).toBe('mdat');
    expect(data?.body.length).toBeLessThan((data?.declared ?? 0) - 8);
  });

  it('carry no date of their making', () => {
    const dated = playable.filter((path) => {
      const [header] = bodiesAt(bytes(path), 'moov/mvhd');
      return header?.readUInt32BE(4) !== 0 || header.readUInt32BE(8) !== 0;
    });
    expect(dated).toEqual([]);
  });

  it('stand for the streams of the heat list', () => {
    for (const line of lines('heat.jsonl')) expect(shipped).toContain(packHeat.parse(line)['media']);
  });

  it('say what the transcript of the records that open with them says, at the same second', () => {
    for (const clip of CLIPS) {
      const opened = records.filter((record) => record.clips?.[0]?.path.startsWith(`clips/${clip.name}.`));
      for (const record of opened) expect(record.transcript).toEqual(expect.arrayContaining([...clip.said]));
    }
  });
});
