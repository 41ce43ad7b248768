import { configurationPage } from './configurationPage.ts';
import { protocolPage } from './protocolPage.ts';

/** Generated pages by their path in the repository. */
export const GENERATED_PAGES: readonly { readonly file: string; readonly write: () => string }[] = [
  { file: 'docs/protocol.md', write: protocolPage },
  { file: 'docs/configuration.md', write: configurationPage },
];
