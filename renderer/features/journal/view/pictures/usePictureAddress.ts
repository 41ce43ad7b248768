import { useEffect, useState } from 'react';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { useHall, useLinkState } from '../../../hall/index.ts';
import { readPicture } from '../../model/readPicture.ts';

type Which = { readonly operationId: OperationId; readonly pictureId: string };
type Address = { readonly address: string | null; readonly failed: boolean };

/** An address under which an `img` shows the picture, for as long as the component stands. What failed is read again once the hall is back. */
export function usePictureAddress(which: Which | null): Address {
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const [state, setState] = useState<Address>({ address: null, failed: false });
  const operationId = which?.operationId;
  const pictureId = which?.pictureId;
  const wanted = operationId !== undefined && pictureId !== undefined && (online || state.address !== null);
  useEffect(() => {
    if (!wanted || operationId === undefined || pictureId === undefined) {
      return undefined;
    }
    let address: string | null = null;
    let over = false;
    const read = async () => {
      try {
        const blob = await readPicture(link, { operationId, pictureId });
        if (!over) {
          address = URL.createObjectURL(blob);
          setState({ address, failed: false });
        }
      } catch {
        if (!over) {
          setState({ address: null, failed: true });
        }
      }
    };
    void read();
    return () => {
      over = true;
      if (address !== null) {
        URL.revokeObjectURL(address);
      }
    };
  }, [link, wanted, operationId, pictureId]);
  return state;
}
