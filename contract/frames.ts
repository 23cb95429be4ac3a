import { z } from 'zod';

/**
 * When each frame of a clip is shown, as its container says: tick counts of `1/timescale` second. The first frame is at `first`; then
 * `runs` alternates a distance to the next frame and how many frames in a row keep it, so that a steady clip of two hours is two numbers.
 */
export const frameTimes = z.strictObject({
  timescale: z.number().int().positive(),
  first: z.number().int(),
  runs: z.array(z.number().int().nonnegative()).max(4_000_000),
});
export type FrameTimes = z.infer<typeof frameTimes>;

/** What the container says of a clip's picture. `frames` is null when it does not tell, or the clip has no picture. */
export const frameIndex = z.strictObject({
  frames: frameTimes.nullable(),
  /** Seconds to the end of the last frame; null with `frames`. */
  duration_s: z.number().nonnegative().nullable(),
  /** Pixels as they are shown, after turning. */
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  /** Degrees clockwise by which the picture is turned to be shown. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
});
export type FrameIndex = z.infer<typeof frameIndex>;
