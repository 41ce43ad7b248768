import en from '../../../apps/field/locales/en.json';
import zh from '../../../apps/field/locales/zh-CN.json';

type Tree = { readonly [key: string]: string | Tree };
type KeyOf<Node> = {
  [Key in keyof Node & string]: Node[Key] extends string ? Key : `${Key}.${KeyOf<Node[Key]>}`;
}[keyof Node & string];

/** Every sentence of the page; zh-CN is the source. */
export type TextKey = KeyOf<typeof zh>;
export type Texts = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const CATALOGUES: Record<'zh-CN' | 'en', typeof zh> = { 'zh-CN': zh, en };

/** The page's own words: it is loaded over a phone's network, so it does without the console's catalogue. */
export function fieldTexts(locale: 'zh-CN' | 'en'): Texts {
  const catalogue: Tree = CATALOGUES[locale];
  return (key, values = {}) => {
    const found = key.split('.').reduce<string | Tree | undefined>((node, part) => (typeof node === 'object' ? node[part] : undefined), catalogue);
    return typeof found === 'string' ? found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : key;
  };
}
