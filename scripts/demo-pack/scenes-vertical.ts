import { box, disc, glow, type Label, liveMark, person, type Scene, type Shape } from './scene.ts';

const TALL = { w: 540, h: 960, fps: 25 } as const;

/** A chat line in a rounded bubble that comes in at second `from`. */
function bubble(name: string, text: string, y: number, from: number, color: string): Label[] {
  return [
    { text: name, x: 44, y, size: 17, color, from },
    { text, x: 44, y: y + 28, size: 20, color: '#f2f4f8', back: '#2a303c', from },
  ];
}

/** A shop counter with boxes of medicine on the shelves behind it. */
export const counter: Scene = {
  ...TALL,
  base: { top: '#dfe9ec', bottom: '#bcd0d4' },
  still: [
    ...[150, 290, 430].map((y) => box(30, y, 480, 10, '#8ea4a8')),
    ...[150, 290, 430].flatMap((y, row) =>
      [0, 1, 2, 3, 4, 5].map((i): Shape => {
        const colors = ['#d96c5f', '#f3f1ea', '#5f9bd9', '#7cc08a', '#e8c468', '#f3f1ea'];
        return box(46 + i * 76, y - 78, 60, 78, colors[(i + row * 2) % 6] ?? '#f3f1ea', 4);
      }),
    ),
  ],
  moving: [
    ...person(210, 440, 120, '#ffffff', '#c68f6a', '#2b211e'),
    box(0, 720, 540, 240, '#6f8f94'),
    box(0, 708, 540, 20, '#89a9ae'),
    box('330+10*sin(t*1.5)', '630+6*sin(t*2.2)', 110, 70, '#f7f5ef', 6),
    box('330+10*sin(t*1.5)', '648+6*sin(t*2.2)', 110, 18, '#d96c5f'),
  ],
  labels: [
    ...liveMark('431 viendo'),
    { text: 'Farmacia · envíos hoy', x: 130, y: 800, size: 26, color: '#ffffff' },
    { text: 'sin receta · escríbanme', x: 130, y: 844, size: 24, color: '#ffe9a8', from: 4 },
  ],
};

/** Nothing but a chat over a quiet picture; it has no speech. */
export const chatOverlay: Scene = {
  ...TALL,
  base: { top: '#2b3350', bottom: '#171b2b' },
  still: [box(20, 170, 500, 720, '#10141f', 22, 0.75)],
  moving: [
    glow('120+90*sin(t*0.5)', '-80+30*cos(t*0.4)', 340, '#6f8fe0', 0.4),
    glow('250+80*cos(t*0.4)', '-60+20*sin(t*0.6)', 300, '#b07fd0', 0.35),
  ],
  labels: [
    ...liveMark('97 watching'),
    ...bubble('juniper', 'love the colours today', 210, 0.5, '#9fd8a8'),
    ...bubble('gull_44', 'nobody asked, quit drawing', 310, 2, '#f0a59a'),
    ...bubble('gull_44', 'you are the worst artist here', 410, 3.6, '#f0a59a'),
    ...bubble('sora', 'be kind, please', 510, 5.4, '#a5c8f0'),
    ...bubble('gull_44', 'I will come back every day', 610, 7, '#f0a59a'),
    ...bubble('gull_45', 'every day, until you leave', 710, 8.6, '#f0a59a'),
    ...bubble('juniper', 'reported both', 810, 10.2, '#9fd8a8'),
  ],
};

/** A phone in a hand: a person, a big number, a clock that runs down. */
export const phoneGiveaway: Scene = {
  ...TALL,
  base: { top: '#173b3f', bottom: '#0d2226' },
  still: [glow(20, 220, 500, '#f2c14e', 0.25)],
  moving: [
    ...[0, 1, 2, 3, 4, 5].map((i) =>
      disc(`${40 + i * 86}+10*sin(t+${i})`, `mod(t*60+${i * 170},1020)-40`, 26, '#e9b949', 0.85),
    ),
    ...person(210, 420, 120, '#c9563c', '#f0c9a4', '#513527'),
    box(60, 690, 420, 190, '#0a181b', 18, 0.9),
  ],
  labels: [
    ...liveMark('2,018 watching'),
    { text: 'GIVEAWAY', x: 150, y: 130, size: 44, color: '#ffe08a' },
    { text: 'send $50 → get $500', x: 96, y: 730, size: 30, color: '#ffffff', from: 3.8 },
    { text: 'demo-wallet-not-real-0000', x: 100, y: 796, size: 22, color: '#9ad0c2', from: 3.8 },
    ...[10, 9, 8].map((left, i) => ({
      text: `${left}:00 left`,
      x: 212,
      y: 846,
      size: 20,
      color: '#ffb4a8',
      from: i * 5 + 0.01,
      to: i * 5 + 5,
    })),
  ],
};

/** A desk with a lamp, books and a young-looking drawn figure. */
export const schoolDesk: Scene = {
  ...TALL,
  base: { top: '#cfe0f2', bottom: '#a9c3de' },
  still: [
    box(330, 120, 150, 200, '#f7f3e8', 6),
    box(350, 146, 110, 10, '#d9a25f', 4),
    box(350, 176, 90, 10, '#9db7d2', 4),
    box(350, 206, 100, 10, '#9db7d2', 4),
    glow(-60, 300, 320, '#fff0c2', 0.7),
    box(80, 470, 10, 250, '#4c5561'),
    box(40, 430, 90, 50, '#e2a33d', 20),
  ],
  moving: [
    ...person(225, 460, 104, '#e4867c', '#e9bd98', '#8a5a34'),
    box(0, 720, 540, 240, '#b98b5e'),
    box(0, 710, 540, 16, '#cda076'),
    box(340, 650, 150, 22, '#4f7cac', 4),
    box(350, 672, 150, 22, '#c0574b', 4),
    box(336, 694, 158, 20, '#5f9e6e', 4),
    box('140+8*sin(t*3)', '690+3*sin(t*6)', 70, 10, '#f4d35e', 4),
  ],
  labels: [...liveMark('58 watching'), { text: 'homework club', x: 344, y: 270, size: 16, color: '#6a6f77' }],
};

/** A plain studio that claims to be the platform's support. */
export const impostor: Scene = {
  ...TALL,
  base: { top: '#1d3557', bottom: '#0f1f38' },
  still: [
    glow(70, 120, 400, '#5fa8d3', 0.35),
    box(60, 130, 420, 110, '#f1f5f9', 16),
    disc(84, 152, 66, '#2a6fbb'),
    box(110, 164, 14, 42, '#ffffff', 4),
    box(96, 178, 42, 14, '#ffffff', 4),
  ],
  moving: [
    ...person(210, 400, 120, '#22303f', '#d6a27c', '#1e1a18'),
    box(40, 730, 460, 150, '#f1f5f9', 14, 0.95),
    box(64, 810, 410, 48, '#dbe4ee', 8),
    box('78', 818, 3, 32, '#2a6fbb'),
  ],
  labels: [
    ...liveMark('774 viendo'),
    { text: 'Soporte Oficial', x: 172, y: 160, size: 28, color: '#1d3557' },
    { text: 'canal verificado', x: 174, y: 200, size: 18, color: '#51708f' },
    { text: 'Escriba su código de 6 cifras', x: 68, y: 756, size: 22, color: '#1d3557', from: 7.5 },
    { text: '4 8 1 _ _ _', x: 96, y: 822, size: 24, color: '#51708f', from: 9.5 },
  ],
};

/** A drawing table seen from above while the host names another channel. */
export const promo: Scene = {
  ...TALL,
  base: { top: '#f3e9dd', bottom: '#e6d5c3' },
  still: [
    box(70, 200, 400, 520, '#fffdf8', 8),
    disc(150, 300, 150, '#8fb8a8', 0.85),
    disc(250, 380, 140, '#e2a76f', 0.8),
    box(140, 520, 260, 120, '#7a8fb8', 40, 0.7),
  ],
  moving: [
    disc('270+110*sin(t*1.3)', '440+120*cos(t*0.9)', 16, '#2d2d34'),
    box('278+110*sin(t*1.3)', '448+120*cos(t*0.9)', 12, 190, '#c96f4a', 6),
    box('262+110*sin(t*1.3)', '600+120*cos(t*0.9)', 110, 620, '#c68f6a', 50),
  ],
  labels: [
    ...liveMark('263 watching'),
    { text: 'new video · nuevo video', x: 120, y: 96, size: 24, color: '#5a4636' },
    { text: 'link in profile', x: 196, y: 138, size: 20, color: '#7a6350', from: 2 },
  ],
};
