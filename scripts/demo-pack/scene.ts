/** A still or moving shape. Positions are pixels, or ffmpeg overlay expressions of the time `t` in seconds. */
export type Shape = {
  readonly kind: 'round' | 'glow';
  readonly w: number;
  readonly h: number;
  /** Corner radius in pixels; half the width makes a disc. For a glow, how far the light reaches. */
  readonly r: number;
  /** `#rrggbb`. */
  readonly color: string;
  readonly alpha: number;
  readonly x: number | string;
  readonly y: number | string;
};

/** Words drawn on the picture, from second `from` to second `to`. */
export type Label = {
  readonly text: string;
  readonly x: number | string;
  readonly y: number | string;
  readonly size: number;
  readonly color: string;
  readonly back?: string;
  readonly from?: number;
  readonly to?: number;
};

/** A still gradient from the top colour to the bottom colour. */
export type Gradient = { readonly top: string; readonly bottom: string };

/** A moving ffmpeg source, made `shrink` times smaller at `rate` frames a second and then enlarged, which keeps it calm. */
export type MovingSource = {
  readonly source: string;
  readonly shrink: number;
  readonly rate: number;
  readonly enlarge: 'neighbor' | 'bicubic';
  /** ffmpeg filters that soften the enlarged picture. */
  readonly tone?: string;
};

/** What is seen: a base picture, shapes that stand still, shapes that move, and words. */
export type Scene = {
  readonly w: number;
  readonly h: number;
  readonly fps: number;
  readonly base: Gradient | MovingSource;
  readonly still: readonly Shape[];
  readonly moving: readonly Shape[];
  readonly labels: readonly Label[];
};

/** A box with rounded corners; `r` 0 gives sharp ones. */
export function box(x: Shape['x'], y: Shape['y'], w: number, h: number, color: string, r = 0, alpha = 1): Shape {
  return { kind: 'round', w, h, r, color, alpha, x, y };
}

/** A filled disc whose box begins at x, y. */
export function disc(x: Shape['x'], y: Shape['y'], d: number, color: string, alpha = 1): Shape {
  return { kind: 'round', w: d, h: d, r: d / 2, color, alpha, x, y };
}

/** A soft light that fades out towards its border. */
export function glow(x: Shape['x'], y: Shape['y'], d: number, color: string, alpha = 0.8): Shape {
  return { kind: 'glow', w: d, h: d, r: d / 2, color, alpha, x, y };
}

/** Head and shoulders of a person, nodding a little; `x`, `y` is the top left of the head, `d` its diameter. */
export function person(x: number, y: number, d: number, shirt: string, skin: string, hair: string): Shape[] {
  const nod = `+${(d / 40).toFixed(2)}*sin(t*2.1)`;
  return [
    box(x - d * 0.5, y + d * 1.12, d * 2, d * 2.4, shirt, d * 0.6),
    box(`${x + d * 0.35}`, `${y + d * 0.8}${nod}`, d * 0.3, d * 0.5, skin, d * 0.12),
    disc(`${x - d * 0.04}`, `${y - d * 0.1}${nod}`, d * 1.08, hair),
    disc(`${x + d * 0.08}`, `${y + d * 0.1}${nod}`, d * 0.84, skin),
    disc(`${x + d * 0.28}`, `${y + d * 0.42}${nod}`, d * 0.08, '#2b2b33'),
    disc(`${x + d * 0.62}`, `${y + d * 0.42}${nod}`, d * 0.08, '#2b2b33'),
    box(`${x + d * 0.4}`, `${y + d * 0.68}${nod}`, d * 0.2, d * 0.06, '#8a4b46', d * 0.03),
  ];
}

/** The small mark of a live stream with its number of viewers, top left. */
export function liveMark(viewers: string): Label[] {
  return [
    { text: 'LIVE', x: 20, y: 20, size: 18, color: '#ffffff', back: '#c0392b' },
    { text: viewers, x: 88, y: 20, size: 18, color: '#ffffff', back: '#22262e' },
  ];
}
