import { SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceId } from '#protocol/nouns/ids.ts';
import { useHall } from '../../hall/index.ts';
import { createSourceWatch } from '../model/createSourceWatch.ts';
import { EMPTY_FORM, type SourceForm } from '../model/sourceForm.ts';
import { GbPane } from './GbPane.tsx';
import { PushUrlDialog, type ToldPush } from './PushUrlDialog.tsx';
import { SourceDialog } from './SourceDialog.tsx';
import { SourcesPane } from './SourcesPane.tsx';
import styles from './Sources.module.css';

type PaneName = 'list' | 'gb';

/** Sources, and the GB/T 28181 devices that could become some. */
export function SourcesTab() {
  const { t } = useTranslation();
  const { link } = useHall();
  const watch = useMemo(() => createSourceWatch({ link }), [link]);
  useEffect(() => watch.start(), [watch]);
  const [pane, setPane] = useState<PaneName>('list');
  const [selected, setSelected] = useState<SourceId | null>(null);
  const [adding, setAdding] = useState<SourceForm | null>(null);
  const [push, setPush] = useState<ToldPush | null>(null);
  return (
    <div className={styles.root}>
      <div className={styles.switch}>
        <SegmentedControl
          size="xs"
          aria-label={t('people.tab.sources')}
          value={pane}
          onChange={(value) => setPane(value === 'gb' ? 'gb' : 'list')}
          data={[{ value: 'list', label: t('sources.list') }, { value: 'gb', label: t('sources.gb') }]}
        />
      </div>
      <div className={styles.pane}>
        {pane === 'list'
          ? <SourcesPane watch={watch} selected={selected} onSelect={setSelected} onAdd={() => setAdding(EMPTY_FORM)} onPush={setPush} />
          : <GbPane onAdd={setAdding} />}
      </div>
      {adding !== null && (
        <SourceDialog
          source={null}
          initial={adding}
          onClose={() => setAdding(null)}
          onAdded={(source, told) => {
            setPane('list');
            if (source !== null) setSelected(source.sourceId);
            setPush(told);
          }}
        />
      )}
      {push !== null && <PushUrlDialog push={push} onClose={() => setPush(null)} />}
    </div>
  );
}
