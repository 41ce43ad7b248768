import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchIcon } from '../../../../ui/icons.tsx';
import { CourtSelect } from '../../../courts/index.ts';
import { useHallState, useSession } from '../../../hall/index.ts';
import { ENROLLED_STATES, type EnrolledQuery } from '../../model/enrolledRows.ts';

type EnrolledToolsProps<Kind extends string> = {
  readonly query: EnrolledQuery<Kind>;
  readonly onChange: (query: EnrolledQuery<Kind>) => void;
  readonly searchLabel: string;
  readonly kinds: readonly { readonly value: Kind; readonly label: string }[];
};

/** Search and filters that units and devices have in common. */
export function EnrolledTools<Kind extends string>({ query, onChange, searchLabel, kinds }: EnrolledToolsProps<Kind>) {
  const { t } = useTranslation();
  const session = useSession();
  const courts = useHallState((state) => state.log.courts);
  return (
    <>
      <TextInput
        w={220}
        value={query.text}
        onChange={(event) => onChange({ ...query, text: event.currentTarget.value })}
        onKeyDown={(event) => event.key === 'Escape' && onChange({ ...query, text: '' })}
        placeholder={searchLabel}
        aria-label={searchLabel}
        leftSection={<SearchIcon size={14} />}
      />
      <CourtSelect courts={courts.values()} viewerCourt={session.court.courtCode} value={query.courtCode} onChange={(courtCode) => onChange({ ...query, courtCode })} />
      <Select
        w={130}
        clearable
        placeholder={t('devices.anyKind')}
        aria-label={t('devices.anyKind')}
        value={query.kind}
        onChange={(kind) => onChange({ ...query, kind })}
        data={[...kinds]}
      />
      <Select
        w={110}
        allowDeselect={false}
        aria-label={t('devices.stateTitle')}
        value={query.state}
        onChange={(state) => state !== null && onChange({ ...query, state })}
        data={ENROLLED_STATES.map((value) => ({ value, label: t(`devices.stateFilter.${value}`) }))}
      />
    </>
  );
}
