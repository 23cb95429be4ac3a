import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { device, type Device } from '#contract/devices.ts';
import { devicesToShow } from '#domain/people/devices.ts';

const made = (person: string, name: string, state: Device['state']): Device =>
  device.parse({
    id: v7(),
    person: { id: v7(), name: person, role: 'reviewer', languages: ['en'] },
    name,
    app_version: '0',
    enrolled_at: '2026-05-01T08:00:00.000Z',
    heard_at: null,
    state,
  });

const all = [
  made('Ana Ríos', 'Old laptop', 'revoked'),
  made('Ana Ríos', 'Laptop', 'in_use'),
  made('Noel Park', 'Desk', 'signed_out'),
  made('Noel Park', 'Laptop', 'in_use'),
];
const found = (query: string) => devicesToShow(all, query).map(({ person, name }) => `${person.name}: ${name}`);

describe('the devices that a supervisor looks for', () => {
  it('are all of them, those in use first, otherwise in the hub’s order', () => {
    expect(found('')).toEqual(['Ana Ríos: Laptop', 'Noel Park: Laptop', 'Noel Park: Desk', 'Ana Ríos: Old laptop']);
  });

  it.each([
    ['RIOS', ['Ana Ríos: Laptop', 'Ana Ríos: Old laptop']],
    [' laptop  noel ', ['Noel Park: Laptop']],
    ['phone', []],
  ])('have every word of "%s" in person or name, accents and capitals aside', (query, names) => {
    expect(found(query)).toEqual(names);
  });
});
