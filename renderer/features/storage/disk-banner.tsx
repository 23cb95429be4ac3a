import { DatabaseBackup, HardDrive } from 'lucide-react';
import { useWords } from '#renderer/i18n/use-words.ts';
import { kit } from '#renderer/ui/kit.tsx';
import { useStorage } from './context.ts';
import css from './disk-banner.module.css';

/** What the disk does not do, what that means for the work, and what to do: there until the disk writes again. It cannot be put away. */
export function DiskBanner() {
  const words = useWords();
  const disk = useStorage((state) => state.disk);
  const busy = useStorage((state) => state.busy);
  const check = useStorage((state) => state.check);
  if (disk === 'ok') return null;
  return (
    <div className={css.banner} role="alert" data-disk={disk}>
      <HardDrive size={20} aria-hidden="true" />
      <p>
        <strong>{words.t(`disk.${disk}`)}</strong> {words.t(`disk.${disk}.next`)}
      </p>
      <button className={kit.button} type="button" disabled={busy} onClick={() => void check()}>
        {words.t('disk.check')}
      </button>
    </div>
  );
}

/** What became of a damaged database: how much was saved, what was not, where the file is, and whom to tell. */
export function DamageBanner() {
  const words = useWords();
  const damage = useStorage((state) => state.damage);
  const damageRead = useStorage((state) => state.damageRead);
  if (damage === null) return null;
  return (
    <div className={css.banner} role="alert" data-damage>
      <DatabaseBackup size={20} aria-hidden="true" />
      <p>
        <strong>{words.t('damage.title')}</strong> {words.t('damage.saved', { count: damage.saved_results })}{' '}
        {damage.unreadable_results === 0 ? null : words.t('damage.unreadable', { count: damage.unreadable_results })}{' '}
        {words.t('damage.next')} <code>{damage.file}</code>
      </p>
      <button className={kit.button} type="button" onClick={() => void damageRead()}>
        {words.t('damage.read')}
      </button>
    </div>
  );
}
