import { TreeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import { courtOptions } from '../model/courtOptions.ts';

export type CourtSelectProps = {
  readonly courts: Iterable<Pick<Court, 'courtCode' | 'name'>>;
  /** Whose eyes look. */
  readonly viewerCourt: CourtCode;
  readonly value: CourtCode | null;
  readonly onChange: (courtCode: CourtCode | null) => void;
  /** With it the field has a visible label, as in forms; else it is a filter that may be emptied. */
  readonly label?: string;
  readonly description?: string;
  readonly width?: number;
  readonly disabled?: boolean;
};

/** Chooses one of the courts that the viewer sees, out of their tree. */
export function CourtSelect({ courts, viewerCourt, value, onChange, label, description, width, disabled }: CourtSelectProps) {
  const { t } = useTranslation();
  const data = useMemo(() => courtOptions(courts, viewerCourt), [courts, viewerCourt]);
  const expanded = useMemo(() => data.map((root) => root.value), [data]);
  return (
    <TreeSelect
      size="xs"
      data={data}
      defaultExpandedValues={expanded}
      value={value}
      onChange={(chosen) => onChange(chosen as CourtCode | null)}
      searchable
      filter={(query, node) => `${typeof node.label === 'string' ? node.label : ''} ${node.value}`.includes(query.trim())}
      clearable={label === undefined}
      allowDeselect={label === undefined}
      disabled={disabled ?? false}
      placeholder={label === undefined ? t('courts.anyCourt') : t('courts.chooseCourt')}
      nothingFoundMessage={t('courts.noMatch')}
      maxDropdownHeight={320}
      comboboxProps={{ width: 300, position: 'bottom-start', transitionProps: { duration: 0 } }}
      chevronAriaLabels={{ expand: t('courts.expand'), collapse: t('courts.collapse') }}
      {...(label === undefined ? { 'aria-label': t('courts.anyCourt'), w: width ?? 200 } : { label, description, required: true, withAsterisk: false })}
    />
  );
}
