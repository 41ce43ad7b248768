import type { UserId } from '#protocol/nouns/ids.ts';
import type { Preset } from '#protocol/wall/presets.ts';

const SCOPES = ['person', 'court', 'operation'] as const;
type PresetScope = (typeof SCOPES)[number];
export type PresetGroup = { readonly scope: PresetScope; readonly presets: readonly Preset[] };

type Viewer = { readonly courtCode: string; readonly me: UserId | null };
const collator = new Intl.Collator('zh-CN', { numeric: true });

/** One's own and those of one's court and its operations; those with keys first, in the order of their keys. */
export function presetGroups(presets: Iterable<Preset>, { courtCode, me }: Viewer): PresetGroup[] {
  const own = [...presets].filter((preset) => preset.courtCode === courtCode && (preset.scope !== 'person' || preset.ownerId === me));
  const rank = ({ key }: Preset) => key ?? 10;
  return SCOPES.map((scope) => ({
    scope,
    presets: own.filter((preset) => preset.scope === scope).toSorted((a, b) => rank(a) - rank(b) || collator.compare(a.name, b.name)),
  }));
}

/** What a key recalls: one's own before the court's, the court's before an operation's. */
export function presetOfKey(presets: Iterable<Preset>, viewer: Viewer, key: number): Preset | null {
  return presetGroups(presets, viewer).flatMap((group) => group.presets).find((preset) => preset.key === key) ?? null;
}
