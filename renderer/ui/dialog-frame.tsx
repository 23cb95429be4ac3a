import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Dialog, Heading, I18nProvider, Modal, ModalOverlay } from 'react-aria-components';
import { useWords } from '#renderer/i18n/use-words.ts';
import { Kbd } from './kit.tsx';
import css from './kit.module.css';

interface DialogFrameProps {
  readonly title: string;
  readonly width: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Shown in place of the head, for dialogs that are one field (the palette). */
  readonly bare?: boolean;
  /** Nothing of the page is seen beside the dialog. */
  readonly cover?: boolean;
}

/** A modal dialog: owns the keyboard, Esc closes it, the focus returns where it was. */
export function DialogFrame({ title, width, onClose, children, bare, cover }: DialogFrameProps) {
  const words = useWords();
  return (
    <I18nProvider locale={words.language === 'es' ? 'es-ES' : 'en-US'}>
      <ModalOverlay
        className={css.overlay ?? ''}
        data-cover={cover}
        isOpen
        isDismissable
        onOpenChange={(open) => (open ? undefined : onClose())}
      >
        <Modal className={css.modal ?? ''} style={{ width }}>
          <Dialog className={css.dialog ?? ''} data-modal="" aria-label={title}>
            {bare === true ? (
              children
            ) : (
              <>
                <div className={css.dialogHead}>
                  <Heading slot="title" level={2}>
                    {title}
                  </Heading>
                  <Button className={css.button ?? ''} data-quiet="" onPress={onClose}>
                    <X size={16} aria-hidden="true" />
                    <span className={css.visuallyHidden}>{words.t('common.close')}</span>
                    <Kbd>Esc</Kbd>
                  </Button>
                </div>
                <div className={css.dialogBody}>{children}</div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  );
}
