import { box, disc, glow, liveMark, person, type Scene, type Shape } from './scene.ts';

const WIDE = { w: 960, h: 540, fps: 25 } as const;

function windows(x: number, y: number, columns: number, rows: number, seed: number): Shape[] {
  const shades = ['#f4d58d', '#2a3346', '#2a3346', '#d9b86c', '#2a3346', '#222a3a'];
  return Array.from({ length: columns * rows }, (_, i) => {
    const shade = shades[(i * 7 + seed * 5 + Math.floor(i / columns) * 3) % shades.length] ?? '#222a3a';
    return box(x + (i % columns) * 34, y + Math.floor(i / columns) * 44, 18, 26, shade, 2);
  });
}

/** A street at night: houses with lit windows, lamps, cars that pass. */
export const street: Scene = {
  ...WIDE,
  base: { top: '#0b1026', bottom: '#2a2f4a' },
  still: [
    disc(800, 50, 56, '#e9e4c9', 0.9),
    box(0, 130, 190, 270, '#171c2e'),
    box(210, 190, 160, 210, '#1b2135'),
    box(390, 90, 200, 310, '#151a2b'),
    box(610, 170, 170, 230, '#1c2237'),
    box(800, 140, 160, 260, '#161b2d'),
    ...windows(24, 156, 5, 4, 1),
    ...windows(412, 120, 5, 5, 2),
    ...windows(632, 196, 4, 4, 3),
    box(0, 396, 960, 144, '#23262f'),
    box(0, 396, 960, 14, '#3a3e4a'),
    ...[40, 240, 440, 640, 840].map((x) => box(x, 470, 90, 6, '#b9b48f', 3, 0.8)),
    ...[130, 500, 870].flatMap((x) => [
      box(x, 250, 6, 150, '#0e1220'),
      glow(x - 72, 180, 150, '#ffd27d', 0.75),
      disc(x - 7, 246, 20, '#fff1c9'),
    ]),
  ],
  moving: [
    glow('mod(t*170,1200)-190', 390, 150, '#fff3cf', 0.8),
    box('mod(t*170,1200)-250', 432, 120, 34, '#7b2d3b', 14),
    box('mod(t*170,1200)-226', 412, 66, 28, '#5d2230', 12),
    glow('960-mod(t*120+300,1250)', 430, 150, '#ffeec2', 0.75),
    box('1020-mod(t*120+300,1250)', 484, 130, 38, '#2f5d73', 14),
    box('1046-mod(t*120+300,1250)', 462, 72, 28, '#234656', 12),
  ],
  labels: [...liveMark('1,204 watching'), { text: '3,870 / 5,000 likes', x: 730, y: 20, size: 20, color: '#ffffff' }],
};

/** A stove with a pan, steam and a person at the side. */
export const kitchen: Scene = {
  ...WIDE,
  base: { top: '#e8dcc6', bottom: '#d2bf9f' },
  still: [0, 1, 2, 3, 4, 5].map((i) => box(30 + i * 156, 30, 144, 120, i % 2 === 0 ? '#c9d6cf' : '#bccbc3', 6)),
  moving: [
    ...person(130, 150, 96, '#6a8f6b', '#c98f6b', '#3b2a24'),
    box(0, 380, 960, 160, '#8d6b4d'),
    box(0, 372, 960, 16, '#a9835f'),
    box(330, 350, 330, 30, '#3c3f45', 6),
    box(360, 300, 260, 54, '#2c2e33', 18),
    box(612, 312, 170, 18, '#4a3a2e', 8),
    box(376, 304, 228, 14, '#d8a83b', 7),
    box(820, 300, 60, 76, '#a9cfe0', 8, 0.75),
    box(826, 326, 48, 46, '#78b4d0', 6, 0.8),
    ...[0, 1, 2, 3].map((i) =>
      glow(`${400 + i * 44}+12*sin(t*2+${i})`, `250-mod(t*46+${i * 52},210)`, 120, '#ffffff', 0.5),
    ),
    ...[0, 1, 2].map((i) => disc(`${410 + i * 66}+6*sin(t*9+${i * 2})`, `304+3*sin(t*13+${i})`, 9, '#f3d68a')),
  ],
  labels: liveMark('862 viendo'),
};

const TEAM_A = [200, 300, 300, 420, 430] as const;
const TEAM_B = [520, 560, 640, 700, 760] as const;

/** A football pitch from above, two teams and a ball. */
export const match: Scene = {
  ...WIDE,
  base: { top: '#2f7d3f', bottom: '#256834' },
  still: [
    ...[0, 2, 4, 6].map((i) => box(60 + i * 105, 70, 105, 420, '#37894a', 0, 0.6)),
    box(60, 70, 840, 4, '#e8f3e8'),
    box(60, 486, 840, 4, '#e8f3e8'),
    box(60, 70, 4, 420, '#e8f3e8'),
    box(896, 70, 4, 420, '#e8f3e8'),
    box(478, 70, 4, 420, '#e8f3e8'),
    disc(410, 210, 140, '#e8f3e8', 0.9),
    disc(414, 214, 132, '#2c7639'),
    box(60, 190, 110, 4, '#e8f3e8'),
    box(60, 366, 110, 4, '#e8f3e8'),
    box(166, 190, 4, 180, '#e8f3e8'),
    box(790, 190, 110, 4, '#e8f3e8'),
    box(790, 366, 110, 4, '#e8f3e8'),
    box(790, 190, 4, 180, '#e8f3e8'),
  ],
  moving: [
    ...TEAM_A.map((x, i) => disc(`${x}+70*sin(t*0.6+${i})`, `${120 + i * 72}+24*cos(t*0.9+${i * 2})`, 24, '#d9483b')),
    ...TEAM_B.map((x, i) => disc(`${x}+60*sin(t*0.7+${i * 2})`, `${110 + i * 76}+30*cos(t*0.8+${i})`, 24, '#f2f2f2')),
    disc('500+330*sin(t*0.5)', '270+130*sin(t*1.1)', 14, '#fff7a8'),
  ],
  labels: [
    { text: 'ROJ 1 - 0 BLA   63:12', x: 350, y: 20, size: 22, color: '#ffffff', back: '#1b2430' },
    { text: 'señal libre · sin pagar', x: 690, y: 506, size: 18, color: '#ffffff' },
  ],
};

/** An arcade game (the game of life) with two players' names and a chat column. */
export const duel: Scene = {
  ...WIDE,
  base: {
    source: 'life=mold=6:ratio=0.2:seed=7:life_color=#5fae9a:death_color=#24384c:mold_color=#1a2230',
    shrink: 20,
    rate: 3,
    enlarge: 'neighbor',
  },
  still: [box(690, 0, 270, 540, '#11151d', 0, 0.92), box(20, 400, 250, 120, '#151b27', 10, 0.92)],
  moving: person(110, 410, 58, '#4b5fa8', '#e0b08a', '#6b4a2f'),
  labels: [
    ...liveMark('5,310 watching'),
    { text: 'PLAYER 2: NoraPlays', x: 430, y: 20, size: 20, color: '#ffe08a', back: '#11151d' },
    { text: 'pip: hi all', x: 710, y: 90, size: 18, color: '#c9d3e0' },
    { text: 'marlo_7: who is Nora', x: 710, y: 130, size: 18, color: '#c9d3e0', from: 3 },
    { text: 'tink: going there now', x: 710, y: 170, size: 18, color: '#ffb4a8', from: 6.5 },
    { text: 'bea: just quit already', x: 710, y: 210, size: 18, color: '#ffb4a8', from: 8.5 },
    { text: 'oswin: leave her alone', x: 710, y: 250, size: 18, color: '#a8e6c1', from: 10.5 },
    { text: 'tink: quit quit quit', x: 710, y: 290, size: 18, color: '#ffb4a8', from: 12 },
  ],
};

/** The picture of a fixed camera in a storeroom; it has no sound. */
export const backroom: Scene = {
  w: 640,
  h: 360,
  fps: 15,
  base: { top: '#59605f', bottom: '#3d4342' },
  still: [
    box(0, 260, 640, 100, '#343938'),
    ...[60, 220, 380].flatMap((x) => [
      box(x, 90, 130, 8, '#8b8f8a'),
      box(x, 160, 130, 8, '#8b8f8a'),
      box(x + 8, 56, 40, 34, '#a58c6a', 2),
      box(x + 60, 66, 52, 24, '#94805f', 2),
      box(x + 14, 124, 60, 36, '#9b8563', 2),
      box(x, 56, 6, 210, '#777c78'),
      box(x + 124, 56, 6, 210, '#777c78'),
    ]),
    box(550, 90, 70, 175, '#2b302f', 3),
  ],
  moving: [
    box('560-mod(t*48,470)', '196+3*sin(t*8)', 44, 100, '#22282c', 18),
    disc('565-mod(t*48,470)', '162+3*sin(t*8)', 34, '#4b4a47'),
    box('540-mod(t*48,470)', '226+3*sin(t*8)', 40, 34, '#a58c6a', 2),
    disc('612', '18', 12, '#c0392b', 0.9),
  ],
  labels: [{ text: 'CAM 02', x: 16, y: 14, size: 16, color: '#e6e9e6' }],
};

/** Two people at a table with microphones. */
export const podcast: Scene = {
  ...WIDE,
  base: { top: '#33283f', bottom: '#1f1a29' },
  still: [glow(120, -60, 420, '#f0b67f', 0.35), glow(480, -60, 420, '#7fa7f0', 0.3)],
  moving: [
    ...person(250, 150, 104, '#8a5a83', '#b9825c', '#241b1a'),
    ...person(600, 150, 104, '#43708a', '#e3b894', '#7a5230'),
    box(0, 420, 960, 120, '#5b4334'),
    box(0, 412, 960, 12, '#755845'),
    box(372, 330, 10, 90, '#17171c'),
    disc(360, 300, 36, '#2a2a32'),
    box(578, 330, 10, 90, '#17171c'),
    disc(566, 300, 36, '#2a2a32'),
  ],
  labels: [
    ...liveMark('342 viendo'),
    { text: 'Voces de la mesa · episodio 41', x: 330, y: 470, size: 24, color: '#f4e9d8' },
  ],
};

/** A fractal that slowly comes nearer. */
export const art: Scene = {
  ...WIDE,
  base: {
    source:
      'mandelbrot=maxiter=64:start_x=-0.745:start_y=0.11:start_scale=0.9:end_scale=0.06:end_pts=130:inner=mincol:outer=normalized_iteration_count',
    shrink: 4,
    rate: 12.5,
    enlarge: 'bicubic',
    tone: 'gblur=sigma=4,eq=saturation=0.45:contrast=0.8',
  },
  still: [],
  moving: [],
  labels: [{ text: 'shapes, slowly', x: 24, y: 496, size: 22, color: '#ffffff', back: '#11151d' }],
};

/** The picture of the clip that is cut off; nobody gets to see it. */
export const testCard: Scene = {
  w: 640,
  h: 360,
  fps: 25,
  base: { source: 'testsrc2', shrink: 1, rate: 25, enlarge: 'neighbor' },
  still: [],
  moving: [],
  labels: [],
};
