/** One box of an MP4 file. `declared` is the size it claims; `body` is what is really there, which may be less. */
export type Box = { readonly type: string; readonly declared: number; readonly body: Buffer };

/** The boxes that follow each other in these bytes, with 32-bit sizes as short clips have them. */
export function boxesOf(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const declared = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (declared < 8) throw new Error(`box ${type} at byte ${at} claims ${declared} bytes`);
    boxes.push({ type, declared, body: bytes.subarray(at + 8, Math.min(at + declared, bytes.length)) });
    at += declared;
  }
  return boxes;
}

/** The body of the box at the end of a path of types, such as `moov/mvhd`; every match, in order. */
export function bodiesAt(bytes: Buffer, path: string): Buffer[] {
  return path.split('/').reduce<Buffer[]>(
    (inside, type) =>
      inside.flatMap((body) =>
        boxesOf(body)
          .filter((box) => box.type === type)
          .map((box) => box.body),
      ),
    [bytes],
  );
}

/** What a track is: `vide` or `soun`. */
export function handlersOf(bytes: Buffer): string[] {
  return bodiesAt(bytes, 'moov/trak/mdia/hdlr').map((body) => body.toString('latin1', 8, 12));
}

/** Length of the movie in seconds, from a version 0 movie header. */
export function secondsOf(bytes: Buffer): number {
  const [header] = bodiesAt(bytes, 'moov/mvhd');
  if (header === undefined) throw new Error('no movie header');
  return header.readUInt32BE(16) / header.readUInt32BE(12);
}

/** Lengths of the frames of the first track, one entry for each run of equal ones, from its time-to-sample table. */
export function frameLengthsOf(bytes: Buffer): number[] {
  const [table] = bodiesAt(bytes, 'moov/trak/mdia/minf/stbl/stts');
  if (table === undefined) throw new Error('no time-to-sample table');
  return Array.from({ length: table.readUInt32BE(4) }, (_, i) => table.readUInt32BE(12 + 8 * i));
}
