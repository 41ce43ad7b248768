import { openApi } from '#protocol/outside/openApi.ts';
import { configurationPage } from './configurationPage.ts';
import { flowListPage } from './flowListPage.ts';
import { protocolPage } from './protocolPage.ts';

/** Generated pages by their path in the repository. */
export const GENERATED_PAGES: readonly { readonly file: string; readonly write: () => string }[] = [
  { file: 'docs/protocol.md', write: protocolPage },
  { file: 'docs/configuration.md', write: configurationPage },
  { file: 'docs/flow-list.md', write: flowListPage },
  { file: 'docs/openapi.json', write: () => `${JSON.stringify(openApi(), null, 2)}\n` },
];
