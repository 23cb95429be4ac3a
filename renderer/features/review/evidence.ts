import { createStore, type StoreApi } from 'zustand/vanilla';
import { type EvidenceMark, maxEvidenceMarks } from '#contract/verdicts.ts';
import type { Stretch } from './player/port.ts';
import type { ReviewDeps, ReviewState } from './state.ts';

/** What is begun with evidence on the shown item; the marks themselves are among the verdict's choices. */
export interface EvidenceState {
  /** Where a stretch was begun, on the shown clip. */
  readonly begun: number | null;
  /** The chosen mark, by its place in the list. */
  readonly chosen: number | null;
  /** Marks that were removed, the newest last, and where they stood. */
  readonly removed: readonly { readonly mark: EvidenceMark; readonly place: number }[];
  readonly loop: Stretch | null;
  /** Counts up when the chosen mark's note is to take the focus. */
  readonly noteAsked: number;
}

const NOTHING: EvidenceState = { begun: null, chosen: null, removed: [], loop: null, noteAsked: 0 };

export interface Evidence {
  readonly store: StoreApi<EvidenceState>;
  /** Marks the frame that is seen. */
  readonly point: () => void;
  /** Begins a stretch here. */
  readonly begin: () => void;
  /** Ends the stretch here. */
  readonly end: () => void;
  /** Plays the chosen stretch (else the newest of this clip, else the one just begun) over and over, or stops doing so. */
  readonly loop: () => void;
  /** Goes to a mark: its clip, its first frame. */
  readonly choose: (place: number) => void;
  /** Goes to the mark so many places on from the chosen one. */
  readonly walk: (steps: 1 | -1) => void;
  readonly remove: () => void;
  /** Brings the mark back that was removed last. */
  readonly restore: () => void;
  readonly note: (place: number, text: string) => void;
  readonly askNote: () => void;
}

interface Parts {
  readonly deps: ReviewDeps;
  readonly review: StoreApi<ReviewState>;
  readonly store: StoreApi<EvidenceState>;
  readonly put: (marks: EvidenceMark[]) => void;
  readonly showClip: (index: number) => void;
}

const marksOf = ({ review }: Parts): readonly EvidenceMark[] => review.getState().choices.evidence;

function ordinalOf({ review }: Parts): number | null {
  const { view, clip } = review.getState();
  return view?.clips[clip]?.clip.ordinal ?? null;
}

/** The moment of the frame that is seen, to the microsecond. */
function now({ deps }: Parts): number | null {
  const player = deps.pool.active;
  if (player === null || player.state !== 'ready') return null;
  const { time } = player.frame;
  return Math.round(Math.max(0, time) * 1e6) / 1e6;
}

function add(parts: Parts, from_s: number, to_s: number | null): void {
  const { deps, store, put } = parts;
  const clip_ordinal = ordinalOf(parts);
  const marks = marksOf(parts);
  if (clip_ordinal === null) return;
  if (marks.length >= maxEvidenceMarks) {
    return deps.notices.getState().say('evidence.full', { most: maxEvidenceMarks });
  }
  put([...marks, { clip_ordinal, from_s, to_s, note: '' }]);
  store.setState({ chosen: marks.length });
  deps.notices.getState().read('evidence.added', { number: marks.length + 1 });
}

function setLoop({ deps, store }: Parts, loop: Stretch | null): void {
  store.setState({ loop });
  const player = deps.pool.active;
  player?.setLoop(loop);
  if (loop === null || player === null) return;
  if (player.time < loop.from || player.time >= loop.to) player.showFrameAt(loop.from);
  player.play();
}

function toggleLoop(parts: Parts): void {
  const { deps, store } = parts;
  const { loop, chosen, begun } = store.getState();
  if (loop !== null) {
    setLoop(parts, null);
    return deps.notices.getState().say('evidence.loopOff');
  }
  const here = ordinalOf(parts);
  const stretches = marksOf(parts).filter((mark) => mark.clip_ordinal === here && mark.to_s !== null);
  const picked = chosen === null ? undefined : marksOf(parts)[chosen];
  const mark = picked !== undefined && stretches.includes(picked) ? picked : stretches.at(-1);
  const at = now(parts);
  const open = begun !== null && at !== null && at > begun ? { from: begun, to: at } : null;
  const to = mark?.to_s ?? null;
  const stretch = mark === undefined || to === null ? open : { from: mark.from_s, to };
  if (stretch === null || stretch.to <= stretch.from) return deps.notices.getState().say('evidence.noStretch');
  setLoop(parts, stretch);
  deps.notices.getState().say('evidence.loopOn');
}

function choose(parts: Parts, place: number): void {
  const { deps, review, store, showClip } = parts;
  const mark = marksOf(parts)[place];
  const { view, clip } = review.getState();
  if (mark === undefined || view === null) return;
  const index = view.clips.findIndex((each) => each.clip.ordinal === mark.clip_ordinal);
  if (index >= 0 && index !== clip) showClip(index);
  store.setState({ chosen: place });
  const player = deps.pool.active;
  player?.pause();
  player?.showFrameAt(mark.from_s);
}

function remove(parts: Parts): void {
  const { deps, store, put } = parts;
  const { chosen, removed } = store.getState();
  const marks = marksOf(parts);
  const place = chosen ?? marks.length - 1;
  const mark = marks[place];
  if (mark === undefined) return deps.notices.getState().say('evidence.none');
  put(marks.filter((each) => each !== mark));
  const left = marks.length - 1;
  store.setState({ removed: [...removed, { mark, place }], chosen: left === 0 ? null : Math.min(place, left - 1) });
  deps.notices.getState().say('evidence.removed', { number: place + 1 });
}

function restore(parts: Parts): void {
  const { deps, store, put } = parts;
  const { removed } = store.getState();
  const last = removed.at(-1);
  if (last === undefined) return deps.notices.getState().say('evidence.nothingRemoved');
  const marks = [...marksOf(parts)];
  if (marks.length >= maxEvidenceMarks) {
    return deps.notices.getState().say('evidence.full', { most: maxEvidenceMarks });
  }
  marks.splice(last.place, 0, last.mark);
  put(marks);
  store.setState({ removed: removed.slice(0, -1), chosen: last.place });
  deps.notices.getState().say('evidence.restored', { number: last.place + 1 });
}

/** What is begun belongs to one item, and a stretch to one clip. */
function follow({ deps, review, store }: Parts): void {
  review.subscribe(({ view, clip }, before) => {
    if (view?.item.id !== before.view?.item.id) store.setState(NOTHING);
    else if (clip !== before.clip) store.setState({ begun: null, loop: null });
    else return;
    deps.pool.active?.setLoop(null);
  });
}

/**
 * Evidence marks of the shown item.
 * @param put replaces the marks among the verdict's choices, and so in the draft
 * @param showClip shows another clip of the item
 */
export function createEvidence(
  deps: ReviewDeps,
  review: StoreApi<ReviewState>,
  put: (marks: EvidenceMark[]) => void,
  showClip: (index: number) => void,
): Evidence {
  const store = createStore<EvidenceState>()(() => NOTHING);
  const parts: Parts = { deps, review, store, put, showClip };
  follow(parts);
  return {
    store,
    point() {
      const at = now(parts);
      if (at !== null) add(parts, at, null);
    },
    begin() {
      const at = now(parts);
      if (at === null) return;
      store.setState({ begun: at });
      deps.notices.getState().read('evidence.begun');
    },
    end() {
      const at = now(parts);
      const { begun } = store.getState();
      if (at === null) return;
      if (begun === null) return deps.notices.getState().say('evidence.beginFirst');
      store.setState({ begun: null });
      add(parts, Math.min(begun, at), Math.max(begun, at));
    },
    loop: () => toggleLoop(parts),
    choose: (place) => choose(parts, place),
    walk(steps) {
      const count = marksOf(parts).length;
      if (count === 0) return deps.notices.getState().say('evidence.none');
      const { chosen } = store.getState();
      const from = chosen ?? (steps === 1 ? -1 : count);
      choose(parts, (from + steps + count) % count);
    },
    remove: () => remove(parts),
    restore: () => restore(parts),
    note(place, text) {
      put(marksOf(parts).map((mark, index) => (index === place ? { ...mark, note: text.slice(0, 200) } : mark)));
    },
    askNote() {
      const count = marksOf(parts).length;
      if (count === 0) return deps.notices.getState().say('evidence.none');
      const { chosen, noteAsked } = store.getState();
      store.setState({ chosen: chosen ?? count - 1, noteAsked: noteAsked + 1 });
    },
  };
}
