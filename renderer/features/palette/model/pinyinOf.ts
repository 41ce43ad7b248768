/** How a name sounds: its syllables run together, and their first letters; both lower case, without tones. */
export type Sound = { readonly full: string; readonly initials: string };
export type SoundOf = (text: string) => Sound;

const SILENT: Sound = { full: '', initials: '' };

/** Before the table of characters is there, names are found by their characters alone. */
export const withoutSound: SoundOf = () => SILENT;

/** `syllablesOf` gives one text a character (pinyin without tones, or the character itself). Remembers what it was asked. */
export function createSoundOf(syllablesOf: (text: string) => readonly string[]): SoundOf {
  const known = new Map<string, Sound>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) {
      return before;
    }
    const syllables = syllablesOf(text).map((syllable) => syllable.toLowerCase()).filter((syllable) => syllable.trim() !== '');
    const sound = { full: syllables.join(''), initials: syllables.map((syllable) => syllable[0] ?? '').join('') };
    known.set(text, sound);
    return sound;
  };
}

/** The table is large and is loaded when the palette is first opened. */
export async function loadSoundOf(): Promise<SoundOf> {
  const { pinyin } = await import('pinyin-pro');
  return createSoundOf((text) => pinyin(text, { toneType: 'none', type: 'array' }));
}
