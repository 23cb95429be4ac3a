import { useEffect, useRef, useState } from 'react';
import type { PersonalKeymap } from '#contract/keymap.ts';
import { recordPress } from '#domain/commands/record.ts';
import { conflictsOf } from '#domain/commands/personal.ts';
import { useCommands } from '#renderer/commands/context.tsx';
import { keymapGround } from '#renderer/commands/ground.ts';
import { keysLabel } from '#renderer/commands/keys.ts';
import { type CommandId, isCommandId } from '#renderer/commands/registry.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';
import { useWords } from '#renderer/i18n/use-words.ts';
import { DialogFrame } from '#renderer/ui/dialog-frame.tsx';
import { ErrorNote, kit } from '#renderer/ui/kit.tsx';
import css from './keymap-screen.module.css';

/** What is to be pressed: new keys for a command, in place of some or beside them. */
export interface Recording {
  readonly command: CommandId;
  readonly instead: string | null;
}

const MOST_CHORDS = 2;
const refusals: Readonly<Record<'alt' | 'dead', MessageId>> = { alt: 'keymap.refusedAlt', dead: 'keymap.refusedDead' };

interface Heard {
  readonly chords: readonly string[];
  readonly refused: MessageId | null;
}

/** Takes the keyboard while `isOn`; each chord is told, Esc ends it. */
export function useRecorder(
  isOn: boolean,
  onChord: (chord: string) => void,
  onRefused: (why: MessageId) => void,
  onEnd: () => void,
) {
  const commands = useCommands();
  useEffect(() => {
    if (!isOn) return undefined;
    return commands.takeKeys((press) => {
      if (press.key === 'Escape') return onEnd();
      const recorded = recordPress(press);
      if (recorded.kind === 'refused') onRefused(refusals[recorded.why]);
      if (recorded.kind === 'chord') onChord(recorded.chord);
    });
  });
}

function Conflict({ others, instead }: { others: readonly string[]; instead: string | null }) {
  const words = useWords();
  const names = others.map((id) => (isCommandId(id) ? words.command(id) : id)).join(', ');
  const what =
    instead === null ? words.t('keymap.conflictLoses') : words.t('keymap.conflictSwap', { keys: keysLabel(instead) });
  return (
    <ErrorNote>
      <span data-keymap-conflict={others.join(' ')}>
        {words.t('keymap.conflict', { command: names })} {what}
      </span>
    </ErrorNote>
  );
}

interface RecordDialogProps {
  readonly recording: Recording;
  readonly personal: PersonalKeymap;
  readonly onSave: (keys: string) => void;
  readonly onRemove: (keys: string) => void;
  readonly onClose: () => void;
}

interface AfterPressingProps {
  readonly isFree: boolean;
  readonly isExchange: boolean;
  readonly canGoOn: boolean;
  readonly onSave: () => void;
  readonly onSecond: () => void;
  readonly onAgain: () => void;
}

/** What can be done with the keys that were pressed. The first button has the focus: Enter takes the keys. */
function AfterPressing({ isFree, isExchange, canGoOn, onSave, onSecond, onAgain }: AfterPressingProps) {
  const words = useWords();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <>
      <button ref={first} className={kit.button} data-primary data-save type="button" onClick={onSave}>
        {words.t(isFree ? 'keymap.save' : isExchange ? 'keymap.swap' : 'keymap.take')}
      </button>
      {canGoOn ? (
        <button className={kit.button} data-second type="button" onClick={onSecond}>
          {words.t('keymap.second')}
        </button>
      ) : null}
      <button className={kit.button} type="button" onClick={onAgain}>
        {words.t('keymap.again')}
      </button>
    </>
  );
}

/** Asks for the new keys by pressing them; says who holds them before anything is changed. */
export function RecordDialog({ recording, personal, onSave, onRemove, onClose }: RecordDialogProps) {
  const words = useWords();
  const { command, instead } = recording;
  const [heard, setHeard] = useState<Heard>({ chords: [], refused: null });
  const [isListening, setListening] = useState(true);
  const keys = heard.chords.join(' ');
  const onChord = (chord: string): void => {
    setHeard({ chords: [...heard.chords, chord], refused: null });
    setListening(false);
  };
  useRecorder(isListening, onChord, (refused) => setHeard({ ...heard, refused }), onClose);
  const others = keys === '' ? [] : conflictsOf(keymapGround, personal, { command, keys, instead });
  const again = (chords: readonly string[]): void => {
    setHeard({ chords, refused: null });
    setListening(true);
  };
  const title = words.t('keymap.recordTitle', { command: words.command(command) });
  return (
    <DialogFrame title={title} width={520} onClose={onClose}>
      <div className={css.record} data-recording={isListening}>
        <output>{isListening ? words.t('keymap.press') : words.t('keymap.pressed')}</output>
        <p className={css.heard} data-heard={keys}>
          {keys === '' ? '…' : keysLabel(keys)}
        </p>
        {heard.refused === null ? null : <ErrorNote>{words.t(heard.refused)}</ErrorNote>}
        {others.length === 0 ? null : <Conflict others={others} instead={instead} />}
        <div className={css.buttons}>
          {isListening ? null : (
            <AfterPressing
              isFree={others.length === 0}
              isExchange={instead !== null}
              canGoOn={heard.chords.length < MOST_CHORDS}
              onSave={() => onSave(keys)}
              onSecond={() => again(heard.chords)}
              onAgain={() => again([])}
            />
          )}
          {instead === null ? null : (
            <button className={kit.button} data-remove type="button" onClick={() => onRemove(instead)}>
              {words.t('keymap.remove', { keys: keysLabel(instead) })}
            </button>
          )}
          <button className={kit.button} data-quiet type="button" onClick={onClose}>
            {words.t('common.cancel')}
          </button>
        </div>
      </div>
    </DialogFrame>
  );
}
