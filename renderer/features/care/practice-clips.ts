import duel from '../../../resources/demo/clips/game-duel.mp4';
import fractal from '../../../resources/demo/clips/art-fractal.mp4';
import desk from '../../../resources/demo/clips/school-desk.mp4';
import promo from '../../../resources/demo/clips/promo-two-languages.mp4';
import phone from '../../../resources/demo/clips/phone-giveaway.mp4';

/** Five drawn clips without anything hard to see, packed with the page. */
export const practiceClips = [
  { record: 'practice-1', handle: '@practice_1', url: fractal },
  { record: 'practice-2', handle: '@practice_2', url: duel },
  { record: 'practice-3', handle: '@practice_3', url: desk },
  { record: 'practice-4', handle: '@practice_4', url: promo },
  { record: 'practice-5', handle: '@practice_5', url: phone },
] as const;
