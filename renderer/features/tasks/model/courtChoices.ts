import type { Court } from '#protocol/nouns/courts.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import type { TaskEnd } from '#protocol/tasks/tasks.ts';
import type { SoundOf } from '../../palette/index.ts';

type CourtChoice = { readonly key: string; readonly name: string; readonly code: string | null; readonly end: TaskEnd; /** How far below its group's head it stands. */ readonly depth: 0 | 1 };
type CourtGroup = { readonly group: string; readonly choices: readonly CourtChoice[] };
type Options = {
  /** In the order in which their cities are to stand. */
  readonly courts: readonly Court[];
  readonly partners: readonly Partner[];
  /** Where tasks went last, the last one first. */
  readonly recent: readonly TaskEnd[];
  readonly words: { readonly recent: string; readonly province: string };
};

/** Where a task may go: where others went before, then each city's courts below its own, then other provinces' by their centres. Each once. */
export function courtChoices({ courts, partners, recent, words }: Options): CourtGroup[] {
  const own = courts.map(choiceOf);
  const outside = partners.filter(({ closed }) => closed === null).flatMap((partner) => partner.courts.map((name): CourtChoice & { group: string } => ({ ...outsideChoice({ kind: 'outside', partnerId: partner.partnerId, courtName: name }), group: partner.name })));
  const all: readonly CourtChoice[] = [...own, ...outside];
  const before = [...new Set(recent.map(keyOfEnd))].flatMap((key) => all.find((choice) => choice.key === key) ?? []);
  const isNew = ({ key }: CourtChoice) => !before.some((choice) => choice.key === key);
  const cityOf = ({ code }: CourtChoice) => (code ?? '').slice(0, 3);
  const cities = [...Map.groupBy(own.filter(isNew), cityOf)].map(([city, inside]): CourtGroup => ({
    group: city.length === 1 ? words.province : (courts.find(({ courtCode }) => courtCode === city)?.name ?? city),
    choices: inside.toSorted((one, other) => one.key.localeCompare(other.key)),
  }));
  const provinces = [...Map.groupBy(outside.filter(isNew), ({ group }) => group)].map(([group, choices]): CourtGroup => ({ group, choices }));
  return [...(before.length === 0 ? [] : [{ group: words.recent, choices: before.map((choice): CourtChoice => ({ ...choice, depth: 0 })) }]), ...cities, ...provinces];
}

/** By its name, its code, or how its name sounds. */
export function isCourtMeant({ name, code }: Pick<CourtChoice, 'name' | 'code'>, search: string, soundOf: SoundOf): boolean {
  const wanted = search.normalize('NFKC').trim().toLowerCase();
  const { full, initials } = soundOf(name);
  return [name.toLowerCase(), code ?? '', initials, full].some((text) => text.includes(wanted));
}

export function keyOfEnd(end: TaskEnd): string {
  return end.kind === 'court' ? end.courtCode : `${end.partnerId} ${end.courtName}`;
}

function choiceOf({ courtCode, name }: Court): CourtChoice {
  const end: TaskEnd = { kind: 'court', courtCode, courtName: name };
  return { key: keyOfEnd(end), name, code: courtCode, end, depth: courtCode.length > 3 ? 1 : 0 };
}

function outsideChoice(end: TaskEnd): CourtChoice {
  return { key: keyOfEnd(end), name: end.courtName, code: null, end, depth: 1 };
}
