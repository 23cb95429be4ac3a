import { describe, expect, it } from 'vitest';
import { preferences } from '#contract/preferences.ts';
import { defaultPreferences } from '#core/account.ts';
import { playKeyDown, playKeyUp, playsOnRelease, stepped } from '#domain/review/held-play.ts';

describe('the play key, held to step', () => {
  it('plays a clip that stood when it is let go untouched', () => {
    expect(playsOnRelease(playKeyDown(true))).toBe(true);
  });

  it('leaves a clip alone that was stepped meanwhile, or that it stopped', () => {
    expect(playsOnRelease(stepped(playKeyDown(true)))).toBe(false);
    expect(playsOnRelease(playKeyDown(false))).toBe(false);
    expect(playsOnRelease(stepped(playKeyUp))).toBe(false);
  });

  it('is chosen by nobody who chose before there was the choice, and all else they chose stays', () => {
    const { hold_to_step: _, ...player } = { ...defaultPreferences.player, speed: 2, volume: 0.3 };
    expect(preferences.parse({ ...defaultPreferences, player }).player).toEqual({ ...player, hold_to_step: false });
  });
});
