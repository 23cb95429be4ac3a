import type { LupaClient } from '#contract/ipc.ts';
import type { Failure, Result } from '#contract/result.ts';
import type { MessageId } from '#renderer/i18n/catalog.ts';
import type { NoticesStore } from '#renderer/ui/notices.ts';

/** Something a person keeps as a file: out to one, in from one once they said yes, and back to what was before. */
export interface TextFile<Value> {
  /** Read from a file, waiting for the person's yes. */
  readonly offered: { readonly name: string; readonly value: Value } | null;
  /** What the last import replaced, as long as it can be taken back. */
  readonly replaced: Value | null;
  readonly failure: Pick<Failure, 'code' | 'params'> | null;
  readonly saveAs: () => Promise<void>;
  /** Asks for a file and offers what it holds. */
  readonly open: () => Promise<void>;
  readonly decline: () => void;
  readonly accept: () => void;
  readonly takeBack: () => void;
}

interface Kept<Value> {
  readonly client: LupaClient;
  readonly notices: NoticesStore;
  /** What a new file is called. */
  readonly name: string;
  /** What is in force. */
  readonly now: () => Value;
  readonly put: (value: Value) => void;
  readonly write: (value: Value) => string;
  /** Refuses a text that is damaged, too big, newer or not understood. */
  readonly read: (text: string) => Result<Value>;
  readonly says: { readonly saved: MessageId; readonly imported: MessageId; readonly takenBack: MessageId };
}

interface Store<Value> {
  readonly get: () => Pick<TextFile<Value>, 'offered' | 'replaced'>;
  readonly set: (change: Partial<Pick<TextFile<Value>, 'offered' | 'replaced' | 'failure'>>) => void;
}

/** The part of a store that keeps one thing as a file. Nothing holds before the person accepts it. */
export function textFile<Value>({ get, set }: Store<Value>, kept: Kept<Value>): TextFile<Value> {
  const { client, name, now, put, says } = kept;
  const say = (id: MessageId): void => kept.notices.getState().say(id);
  return {
    offered: null,
    replaced: null,
    failure: null,
    async saveAs() {
      const result = await client.app.saveTextAs({ name, text: kept.write(now()) });
      set({ failure: result.ok ? null : result.error });
      if (result.ok && result.value.saved) say(says.saved);
    },
    async open() {
      const file = await client.app.openText({});
      if (!file.ok) return set({ failure: file.error, offered: null });
      if (file.value === null) return undefined;
      const read = kept.read(file.value.text);
      if (!read.ok) return set({ failure: read.error, offered: null });
      return set({ failure: null, offered: { name: file.value.name, value: read.value } });
    },
    decline: () => set({ offered: null }),
    accept() {
      const { offered } = get();
      if (offered === null) return;
      set({ offered: null, replaced: now() });
      put(offered.value);
      say(says.imported);
    },
    takeBack() {
      const { replaced } = get();
      if (replaced === null) return;
      set({ replaced: null });
      put(replaced);
      say(says.takenBack);
    },
  };
}
