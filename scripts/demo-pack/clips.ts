import type { Scene } from './scene.ts';
import { chatOverlay, counter, impostor, phoneGiveaway, promo, schoolDesk } from './scenes-vertical.ts';
import { art, backroom, duel, kitchen, match, podcast, street, testCard } from './scenes-horizontal.ts';
import type { Line } from './speech.ts';

/** How a clip is written: mp4 (H.264, AAC), webm (VP9, Opus), mp4 with uneven frame times, mp4 without sound, or mp4 cut off. */
export type Kind = 'mp4' | 'webm' | 'mp4-vfr' | 'mp4-silent' | 'mp4-cut';

/** One clip of the pack. `said` is both spoken into its sound and written into the transcripts. */
export type Clip = {
  readonly name: string;
  readonly kind: Kind;
  readonly seconds: number;
  readonly scene: Scene;
  readonly said: readonly Line[];
};

function en(t: number, text: string, speaker = 'host'): Line {
  return { t, speaker, language: 'en', text };
}

function es(t: number, text: string, speaker = 'host'): Line {
  return { t, speaker, language: 'es', text };
}

/** Every clip that is made, in the order of the pack. */
export const CLIPS: readonly Clip[] = [
  {
    name: 'street-night',
    kind: 'mp4',
    seconds: 15,
    scene: street,
    said: [
      en(0.6, 'Okay chat, it is midnight and the street is empty.'),
      en(4.6, 'If we reach five thousand likes, I go down this hill on the scooter.'),
      en(9.2, 'No brakes, no helmet. You decide.'),
      en(12.4, 'Please do not do it, man.', 'friend'),
    ],
  },
  {
    name: 'counter-medicine',
    kind: 'mp4',
    seconds: 16,
    scene: counter,
    said: [
      es(0.5, 'Buenas noches, familia. Ya llegó la amoxicilina.'),
      es(4.9, 'No les pido receta, así de fácil.'),
      es(7.9, 'La caja sale en ciento ochenta pesos, con envío.'),
      es(11.6, 'Mándenme un mensaje privado para apartar.'),
    ],
  },
  { name: 'chat-overlay', kind: 'mp4', seconds: 12, scene: chatOverlay, said: [] },
  {
    name: 'kitchen-oil',
    kind: 'mp4',
    seconds: 14,
    scene: kitchen,
    said: [
      es(0.5, 'El aceite ya está muy caliente, miren el humo.'),
      es(4.3, 'Ahora le voy a echar un vaso de agua.'),
      es(7.6, 'Dicen que sube una llama hasta el techo.'),
      es(11, '¡No, espera, apaga eso!', 'friend'),
    ],
  },
  {
    name: 'phone-giveaway',
    kind: 'mp4',
    seconds: 15,
    scene: phoneGiveaway,
    said: [
      en(0.5, 'Only ten minutes left in tonight’s giveaway.'),
      en(4, 'Send fifty dollars to the address on the screen.'),
      en(7.6, 'I will send five hundred back, guaranteed.'),
      en(11, 'Two hundred people got paid already.'),
    ],
  },
  {
    name: 'match-restream',
    kind: 'mp4',
    seconds: 14,
    scene: match,
    said: [
      es(0.5, 'Segundo tiempo, señal completa y sin cortes.'),
      es(4.4, 'Aquí no hay que pagar ninguna suscripción.'),
      es(8, 'Viene el centro, cabezazo, ¡y la pelota sale desviada!'),
    ],
  },
  {
    name: 'school-desk',
    kind: 'mp4',
    seconds: 14,
    scene: schoolDesk,
    said: [
      en(0.5, 'I finished my homework, so I am live again.'),
      en(4.2, 'How old am I? I start seventh grade on Monday.'),
      en(8.4, 'Someone asks where I live. I should not say that, right?'),
    ],
  },
  {
    name: 'game-duel',
    kind: 'mp4',
    seconds: 15,
    scene: duel,
    said: [
      en(0.5, 'Look who joined the lobby. It is Nora again.'),
      en(4.2, 'Everybody go to her chat and tell her to quit.'),
      en(8, 'Keep writing until she turns off the stream.'),
      en(11.6, 'Do not stop, fill the whole screen.'),
    ],
  },
  {
    name: 'impostor-support',
    kind: 'mp4',
    seconds: 16,
    scene: impostor,
    said: [
      es(0.5, 'Hola, somos la cuenta oficial de soporte.'),
      es(4, 'Su canal será cerrado en veinticuatro horas.'),
      es(8, 'Para evitarlo, escriban aquí el código que les llegó.'),
      es(12.6, 'No lo compartan con nadie más.'),
    ],
  },
  { name: 'backroom-camera', kind: 'mp4-silent', seconds: 10, scene: backroom, said: [] },
  {
    name: 'promo-two-languages',
    kind: 'mp4-vfr',
    seconds: 13,
    scene: promo,
    said: [
      en(0.5, 'New video today. The link is in my profile.'),
      es(4.4, 'El enlace está en mi perfil, gracias por el apoyo.'),
      en(8.6, 'That is all, back to the drawing.'),
    ],
  },
  {
    name: 'podcast-quote',
    kind: 'webm',
    seconds: 18,
    scene: podcast,
    said: [
      es(0.5, 'Esta semana me escribieron: «la gente de su país sobra aquí».'),
      es(5.6, 'Lo leo en voz alta para que se entienda qué recibimos.', 'guest'),
      es(10.2, 'Nadie debería leer eso por haber nacido en otro lugar.'),
      es(14.4, 'Por eso lo denunciamos, y por eso seguimos.', 'guest'),
    ],
  },
  {
    name: 'art-fractal',
    kind: 'mp4',
    seconds: 10,
    scene: art,
    said: [en(0.8, 'No talking tonight, only shapes.'), en(4.4, 'Breathe in. And breathe out.')],
  },
  { name: 'cut-off', kind: 'mp4-cut', seconds: 6, scene: testCard, said: [] },
];
