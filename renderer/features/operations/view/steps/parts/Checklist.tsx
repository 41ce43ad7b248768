import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { formatMoment } from '../../../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../../../i18n/errorSentence.ts';
import { ActionButton, useCommand } from '../../../../command/index.ts';
import { useHall, useLocale } from '../../../../hall/index.ts';
import { Picture, PictureViewer } from '../../../../journal/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { ItemDialog } from '../dialogs/RecordDialogs.tsx';
import styles from '../Steps.module.css';

type Item = StepTemplate['checklist'][number];

/** What has to be done in the course of a step; a tick takes one press, a picture or a signature asks for it. */
export function Checklist({ step, template, edits }: { step: Step; template: StepTemplate; edits: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const doItem = useCommand('step.doItem');
  const [asked, setAsked] = useState<Item | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const press = (item: Item) => (item.kind === 'tick' ? void doItem.ask({ stepId: step.stepId, item: item.id, text: '', pictureId: null }) : setAsked(item));
  return (
    <div className={styles.part}>
      <h5 className={styles.partTitle}>{t('steps.checklist')}</h5>
      <ul className={styles.checks}>
        {template.checklist.map((item) => {
          const done = step.items.find((one) => one.item === item.id);
          const pictureId = done?.pictureId ?? null;
          return (
            <li key={item.id} data-met={done !== undefined} data-plain={!item.required} data-item={item.id}>
              <span className={styles.tick} aria-label={t(done === undefined ? 'steps.open' : 'steps.done')}>{done === undefined ? '' : '✓'}</span>
              <span className={styles.what}>
                {rowName(item, locale)}
                {!item.required && <span className={styles.have}> {t('steps.optional')}</span>}
                {done !== undefined && <span className={styles.have}> {[formatMoment(done.at, link.now(), locale), done.name, done.text].filter((part) => part !== '').join(' ')}</span>}
                {pictureId !== null && <Picture operationId={step.operationId} pictureId={pictureId} onOpen={() => setShown(pictureId)} />}
              </span>
              {edits && (done === undefined || item.kind !== 'tick') && (
                <ActionButton size="compact-xs" loading={item.kind === 'tick' && doItem.busy} onClick={() => press(item)} data-action="step.doItem">{t(done === undefined ? `steps.item.${item.kind}` : 'steps.itemAgain')}</ActionButton>
              )}
            </li>
          );
        })}
      </ul>
      {doItem.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, doItem.problem)}</p>}
      {asked !== null && <ItemDialog step={step} item={asked} onClose={() => setAsked(null)} />}
      {shown !== null && <PictureViewer operationId={step.operationId} pictureId={shown} onClose={() => setShown(null)} />}
    </div>
  );
}
