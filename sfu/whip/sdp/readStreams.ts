import { parseSimulcastStreamList, type MediaDescription } from 'sdp-transform';
import type { OfferedSection } from './offer.ts';
import { Refusal } from './refusal.ts';
import { wordOf } from './wordOf.ts';

const MAX_LAYERS = 4;
const RID = /^[A-Za-z0-9_-]{1,16}$/;
/** Names in use, lowest layer first. */
const KNOWN_ORDERS = [
  ['q', 'h', 'f'],
  ['l', 'm', 'h'],
  ['low', 'mid', 'high'],
  ['low', 'medium', 'high'],
  ['r0', 'r1', 'r2', 'r3'],
] as const;

type Streams = Pick<OfferedSection, 'rids' | 'ssrc' | 'rtxSsrc' | 'cname'>;

/** The streams that a section says it sends: simulcast layers by name, or one by its SSRC. Errors: Refusal 422. */
export function readStreams(line: MediaDescription): Streams {
  const rids = simulcastOf(line);
  const ssrcs = [...new Set((line.ssrcs ?? []).map(({ id }) => id))].filter((id) => Number.isInteger(id) && id > 0 && id <= 0xffff_ffff);
  const pair = (line.ssrcGroups ?? []).find(({ semantics }) => semantics === 'FID');
  const [first, second] = wordOf(pair?.ssrcs).split(' ').map(Number);
  const ssrc = first !== undefined && ssrcs.includes(first) ? first : (ssrcs[0] ?? null);
  const cname = (line.ssrcs ?? []).find(({ attribute }) => attribute === 'cname')?.value;
  return {
    rids,
    ssrc: rids.length > 0 ? null : ssrc,
    rtxSsrc: rids.length === 0 && ssrc === first && second !== undefined && ssrcs.includes(second) ? second : null,
    cname: cname === undefined ? null : wordOf(cname).slice(0, 64),
  };
}

function simulcastOf(line: MediaDescription): readonly string[] {
  const { dir1, list1, dir2, list2 } = line.simulcast ?? {};
  const list = dir1 === 'send' ? list1 : dir2 === 'send' ? list2 : undefined;
  if (list === undefined) {
    return [];
  }
  // Of alternatives for one layer the first is the one that is meant.
  const names = parseSimulcastStreamList(wordOf(list)).flatMap(([first]) => (first === undefined ? [] : [wordOf(first.scid)]));
  const declared = new Set((line.rids ?? []).filter(({ direction }) => direction === 'send').map(({ id }) => wordOf(id)));
  if (names.length === 0 || names.length > MAX_LAYERS || new Set(names).size !== names.length || names.some((name) => !RID.test(name) || !declared.has(name))) {
    throw new Refusal(422, `a=simulcast 与 a=rid 不一致，或多于 ${MAX_LAYERS} 层。`);
  }
  return lowestFirst(names);
}

/** RFC 8853 lists the most wanted layer first; names that everybody knows say it themselves. */
function lowestFirst(names: readonly string[]): readonly string[] {
  const known = KNOWN_ORDERS.find((order) => names.every((name) => (order as readonly string[]).includes(name.toLowerCase())));
  if (known === undefined) {
    return names.toReversed();
  }
  const rank = (name: string): number => (known as readonly string[]).indexOf(name.toLowerCase());
  return names.toSorted((left, right) => rank(left) - rank(right));
}
