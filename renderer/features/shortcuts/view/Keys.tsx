import { Kbd } from '@mantine/core';
import { chordKeys, type Chord } from '../model/chord.ts';

/** A chord as keys. */
export function Keys({ chord }: { chord: Chord }) {
  return <>{chordKeys(chord).map((key) => (key === '…' ? <span key={key}>–</span> : <Kbd key={key} size="xs">{key}</Kbd>))}</>;
}
