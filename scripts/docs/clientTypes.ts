import openapiTS, { type OpenAPI3 } from 'openapi-typescript';
import { openApi } from '#protocol/outside/openApi.ts';

export const CLIENT_TYPES = 'scripts/neighbour/api.generated.ts';

/** Types of the interface for those who call it, as a stranger's tool makes them of its OpenAPI page. */
export function writeClientTypes(): Promise<string> {
  return openapiTS(openApi() as unknown as OpenAPI3);
}
