import { SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CloseIcon, SearchIcon } from '../../../ui/icons.tsx';
import type { UnitBrowser } from '../model/createUnitBrowser.ts';
import { UNIT_FILTERS } from '../model/matchUnits.ts';
import styles from './UnitList.module.css';

export function UnitListHead({ browser }: { browser: UnitBrowser }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { text, filter, searchCalls } = useStore(browser.state);
  useEffect(() => {
    if (searchCalls > 0) {
      input.current?.focus();
      input.current?.select();
    }
  }, [searchCalls]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (text === '') {
        event.currentTarget.blur();
      }
      browser.search('');
    }
  };
  const filterWords = { all: t('units.all'), online: t('units.onlineOnly'), live: t('units.liveOnly') };
  return (
    <div className={styles.head}>
      <TextInput
        ref={input}
        value={text}
        onChange={(event) => browser.search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder={t('units.search')}
        aria-label={t('units.search')}
        spellCheck={false}
        leftSection={<SearchIcon size={14} />}
        rightSection={
          text !== '' && (
            <button type="button" className={styles.clear} aria-label={t('units.clearSearch')} onClick={() => browser.search('')}>
              <CloseIcon size={12} />
            </button>
          )
        }
      />
      <SegmentedControl
        fullWidth
        size="xs"
        value={filter}
        onChange={(value) => browser.filter(value)}
        data={UNIT_FILTERS.map((value) => ({ value, label: filterWords[value] }))}
      />
    </div>
  );
}
