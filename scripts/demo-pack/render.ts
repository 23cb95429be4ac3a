import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Label, Scene, Shape } from './scene.ts';

const FONT = 'DejaVu Sans';

function even(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2));
}

function channels(color: string): readonly [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** One frame of the shape with its transparency, repeated for ever. */
function shapeSource(shape: Shape, fps: number, name: string): string {
  const w = even(shape.w);
  const h = even(shape.h);
  const [r, g, b] = channels(shape.color);
  const radius = Math.max(1, Math.min(shape.r, w / 2, h / 2));
  const reach = `hypot(max(abs(X-${w / 2}+0.5)-${w / 2 - radius},0),max(abs(Y-${h / 2}+0.5)-${h / 2 - radius},0))`;
  const cover = shape.kind === 'glow' ? `pow(max(0,1-${reach}/${radius}),2)` : `clip(${radius}-${reach}+0.5,0,1)`;
  const paint = `geq=r=${r}:g=${g}:b=${b}:a='${255 * shape.alpha}*${cover}'`;
  return `color=c=black:s=${w}x${h}:r=${fps},trim=end_frame=1,format=rgba,${paint},format=yuva420p,loop=-1:1:0[${name}]`;
}

function baseSource(scene: Scene, seconds: number): string {
  if ('source' in scene.base) {
    const { source, shrink, rate, enlarge, tone } = scene.base;
    const small = `s=${scene.w / shrink}x${scene.h / shrink}:r=${rate}`;
    const full = `scale=${scene.w}:${scene.h}:flags=${enlarge}+accurate_rnd+bitexact,fps=${scene.fps}${tone === undefined ? '' : `,${tone}`}`;
    return `${source}${source.includes('=') ? ':' : '='}${small},${full},trim=duration=${seconds},format=yuv420p`;
  }
  const size = `s=${scene.w}x${scene.h}:r=${scene.fps}`;
  const colors = `c0=${scene.base.top}:c1=${scene.base.bottom}:nb_colors=2:x0=0:y0=0:x1=0:y1=${scene.h}:seed=1`;
  return `gradients=${size}:${colors}:speed=0.00001,trim=end_frame=1,format=yuv420p`;
}

function labelFilter(label: Label, index: number, folder: string): string {
  const file = join(folder, `label-${index}.txt`);
  writeFileSync(file, label.text);
  const back = label.back === undefined ? '' : `:box=1:boxcolor=${label.back}@0.85:boxborderw=7`;
  const during = `between(t,${label.from ?? 0},${label.to ?? 3600})`;
  const place = `x='${label.x}':y='${label.y}'`;
  return `drawtext=font='${FONT}':textfile='${file}':expansion=none:fontsize=${label.size}:fontcolor=${label.color}:${place}${back}:enable='${during}'`;
}

/**
 * Turns a scene into an ffmpeg filter graph whose picture comes out as `[picture]`.
 * @param folder where the words are put as files, so that nothing in them needs escaping.
 */
export function pictureGraph(scene: Scene, seconds: number, folder: string, finish = ''): string {
  const still = 'source' in scene.base ? [] : scene.still;
  const moving = 'source' in scene.base ? [...scene.still, ...scene.moving] : scene.moving;
  const parts = [`${baseSource(scene, seconds)}[b0]`];
  still.forEach((shape, i) => {
    parts.push(shapeSource(shape, scene.fps, `s${i}`));
    parts.push(`[b${i}][s${i}]overlay=x='${shape.x}':y='${shape.y}':shortest=1[b${i + 1}]`);
  });
  const held = 'source' in scene.base ? 'null' : `loop=-1:1:0,trim=duration=${seconds},setpts=N/${scene.fps}/TB`;
  parts.push(`[b${still.length}]${held}[p0]`);
  moving.forEach((shape, i) => {
    parts.push(shapeSource(shape, scene.fps, `m${i}`));
    parts.push(`[p${i}][m${i}]overlay=x='${shape.x}':y='${shape.y}':shortest=1[p${i + 1}]`);
  });
  const labels = scene.labels.map((label, i) => labelFilter(label, i, folder));
  parts.push(`[p${moving.length}]${[...labels, 'format=yuv420p'].join(',')}${finish}[picture]`);
  return parts.join(';');
}
