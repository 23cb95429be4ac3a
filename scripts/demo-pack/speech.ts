import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './tools.ts';

/** Something said in a clip: when it begins (seconds), who says it, in which language. */
export type Line = {
  readonly t: number;
  readonly speaker: string;
  readonly language: 'en' | 'es';
  readonly text: string;
};

/** A line as a sound file with its length in seconds. */
export type SpokenLine = { readonly line: Line; readonly file: string; readonly seconds: number };

const VOICES = { en: 'en-us', es: 'es-419' } as const;

/** Words a minute and pitch (0-99) by speaker, so that two people sound apart. */
function manner(speaker: string): readonly [speed: string, pitch: string] {
  return speaker === 'host' ? ['165', '42'] : ['172', '68'];
}

/** Length in seconds of the 16-bit mono wave that espeak-ng writes. */
function waveSeconds(file: string): number {
  const bytes = readFileSync(file);
  return (bytes.length - 44) / (2 * bytes.readUInt32LE(24));
}

/**
 * Speaks every line into a wave file.
 * @param seconds length of the clip that the lines belong to.
 * @throws Error when a line runs into the next one or past the end of the clip, because the transcript would then lie.
 */
export function speak(lines: readonly Line[], seconds: number, folder: string): SpokenLine[] {
  return lines.map((line, i) => {
    const file = join(folder, `line-${i}.wav`);
    const [speed, pitch] = manner(line.speaker);
    run('espeak-ng', ['-v', VOICES[line.language], '-s', speed, '-p', pitch, '-w', file, line.text]);
    const spoken = waveSeconds(file);
    const limit = lines[i + 1]?.t ?? seconds;
    if (line.t + spoken > limit) {
      const end = (line.t + spoken).toFixed(1);
      throw new Error(
        `"${line.text}" begins at ${line.t} s and ends at ${end} s, after ${limit} s: move or shorten it`,
      );
    }
    return { line, file, seconds: spoken };
  });
}

/**
 * The sound of a clip as a filter graph that ends in `[sound]`: a quiet room, and each line at its second.
 * @param firstInput index of the ffmpeg input that holds the first line.
 */
export function soundGraph(spoken: readonly SpokenLine[], seconds: number, firstInput: number, seed: number): string {
  const room = `anoisesrc=r=44100:c=brown:a=0.02:seed=${seed}:d=${seconds}[room]`;
  const lines = spoken.map(
    (said, i) => `[${firstInput + i}:a]aresample=44100,adelay=${Math.round(said.line.t * 1000)}:all=1[l${i}]`,
  );
  const names = spoken.map((_, i) => `[l${i}]`).join('');
  const mix = `[room]${names}amix=inputs=${spoken.length + 1}:duration=first:normalize=0`;
  return [room, ...lines, `${mix},aformat=sample_fmts=fltp:channel_layouts=mono[sound]`].join(';');
}
