import { CLIPS } from './clips.ts';
import { clipPath } from './encode.ts';
import { later } from './record-shape.ts';

/** A stream of the heat list: its usual viewers, the snapshot (0-23) in which it peaks, and the clip that stands for it. */
type HeatStream = {
  readonly stream: string;
  readonly title: string;
  readonly host: string;
  readonly region: string;
  readonly language: 'en' | 'es';
  readonly viewers: number;
  readonly peak: number;
  readonly risk: number;
  readonly clip: string;
};

const SNAPSHOTS = 24;
const MINUTES_BETWEEN = 60;
const FIRST = '2026-05-28T00:00:00Z';

function row(
  stream: string,
  title: string,
  host: string,
  where: readonly [region: string, language: 'en' | 'es'],
  numbers: readonly [viewers: number, peak: number, risk: number],
  clip: string,
): HeatStream {
  const [region, language] = where;
  const [viewers, peak, risk] = numbers;
  return { stream, title, host, region, language, viewers, peak, risk, clip };
}

const STREAMS: readonly HeatStream[] = [
  row('s-501', 'ROJ - BLA, la previa', '@futbol_sin_vueltas', ['AR', 'es'], [5200, 21, 0.35], 'match-restream'),
  row('s-502', 'ranked with the whole squad', '@marlo_arcade', ['US-NY', 'en'], [4300, 2, 0.62], 'game-duel'),
  row('s-503', 'midnight scooter', '@nightramp', ['US-CA', 'en'], [1900, 8, 0.81], 'street-night'),
  row('s-504', 'Voces de la mesa', '@vocesdelamesa', ['ES', 'es'], [900, 19, 0.18], 'podcast-quote'),
  row('s-505', 'Trucos de cocina', '@cocina_con_ñandú', ['CO', 'es'], [1500, 0, 0.57], 'kitchen-oil'),
  row('s-506', 'drawing and coffee', '@taller_de_inés', ['PR', 'es'], [700, 16, 0.07], 'promo-two-languages'),
  row('s-507', 'shapes, slowly', '@quiet_shapes', ['GB', 'en'], [620, 4, 0.02], 'art-fractal'),
  row('s-508', 'homework club', '@poppy.draws', ['US-TX', 'en'], [240, 22, 0.44], 'school-desk'),
];

/** Viewers at a snapshot: fewer the farther from the stream's peak, in steps that need no randomness. */
function viewersAt(stream: HeatStream, snapshot: number): number {
  const away = Math.min(Math.abs(snapshot - stream.peak), SNAPSHOTS - Math.abs(snapshot - stream.peak));
  const ripple = ((snapshot * 37 + stream.viewers) % 11) / 100;
  return Math.round(stream.viewers * (1.6 - away * 0.11 + ripple));
}

/** The lines of heat.jsonl: every stream in every snapshot, ranked by viewers. */
export function heatLines(): object[] {
  const paths = new Map(CLIPS.map((clip) => [clip.name, clipPath(clip)]));
  return Array.from({ length: SNAPSHOTS }, (_, snapshot) =>
    STREAMS.map((stream) => ({ stream, viewers: viewersAt(stream, snapshot) }))
      .toSorted((a, b) => b.viewers - a.viewers)
      .map(({ stream, viewers }, i) => {
        const { peak: _peak, clip, viewers: _usual, ...shown } = stream;
        const media = paths.get(clip);
        if (media === undefined) throw new Error(`clips.ts has no clip ${clip}`);
        return { at: later(FIRST, snapshot * MINUTES_BETWEEN), ...shown, rank: i + 1, viewers, media };
      }),
  ).flat();
}
