import type { Kysely } from 'kysely';
import type { Stores } from '../../ports/stores.ts';
import type { Tables } from '../database/tables.ts';
import { createCallerStore } from './callerStore.ts';
import { createCodeStore } from './codeStore.ts';
import { createContactStore } from './contactStore.ts';
import { createCredentialStore } from './credentialStore.ts';
import { createGrantStore } from './grantStore.ts';
import { createPartnerStore } from './partnerStore.ts';
import { createPartyStore } from './partyStore.ts';
import { createPreferenceStore } from './preferenceStore.ts';
import { createSourceSecretStore } from './sourceSecretStore.ts';
import { createSightingStore } from './sightingStore.ts';
import { createSigningKeyStore } from './signingKeyStore.ts';
import { createTaskDraftStore } from './taskDraftStore.ts';
import { createTaskFormStore } from './taskFormStore.ts';
import { createTokenStore } from './tokenStore.ts';

/** All stores on one database, or bound to one transaction. They throw what the driver throws. */
export function createStores(db: Kysely<Tables>): Stores {
  return {
    tokens: createTokenStore(db),
    credentials: createCredentialStore(db),
    codes: createCodeStore(db),
    contacts: createContactStore(db),
    sightings: createSightingStore(db),
    callers: createCallerStore(db),
    parties: createPartyStore(db),
    preferences: createPreferenceStore(db),
    grants: createGrantStore(db),
    sourceSecrets: createSourceSecretStore(db),
    taskForms: createTaskFormStore(db),
    taskDrafts: createTaskDraftStore(db),
    signingKeys: createSigningKeyStore(db),
    partners: createPartnerStore(db),
  };
}
