import { useEffect, useState } from 'react';
import type { ReportId } from '#protocol/nouns/ids.ts';
import { useHall, useLinkState } from '../../hall/index.ts';
import { readReportPicture } from '../model/checkReport.ts';

type Address = { readonly address: string | null; readonly failed: boolean };

/** An address under which an `img` shows the photo, for as long as the component stands; null: none is wanted. What failed is read again once the hall is back. */
export function useReportPicture(reportId: ReportId | null): Address {
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const [state, setState] = useState<Address>({ address: null, failed: false });
  const wanted = reportId !== null && (online || state.address !== null);
  useEffect(() => {
    if (!wanted || reportId === null) {
      return undefined;
    }
    let address: string | null = null;
    let over = false;
    const read = async () => {
      try {
        const blob = await readReportPicture(link, reportId);
        if (!over) {
          address = URL.createObjectURL(blob);
          setState({ address, failed: false });
        }
      } catch {
        if (!over) setState({ address: null, failed: true });
      }
    };
    void read();
    return () => {
      over = true;
      if (address !== null) URL.revokeObjectURL(address);
    };
  }, [link, wanted, reportId]);
  return state;
}
