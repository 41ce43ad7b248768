import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';

type Cost = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>;

/** OWASP password storage: 19 MiB, two passes, one lane. A hash of less is made anew at the next sign-in. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Version 1.3 of Argon2, the only one that Node computes. */
const VERSION = 19;

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** argon2id in PHC format, computed outside the event loop. */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive(password, salt, TAG_BYTES, cost);
  return `$argon2id$v=${VERSION}$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Whether the password is the one of this hash. Without a hash it is not, at the same cost: an unknown name must not answer sooner. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const kept = passwordHash === null ? null : readPhc(passwordHash);
  if (kept === null) {
    await derive(password, randomBytes(SALT_BYTES), TAG_BYTES, COST);
    return false;
  }
  return timingSafeEqual(await derive(password, kept.salt, kept.tag.length, kept.cost), kept.tag);
}

/** Whether the hash was made with other parameters than today's. */
export function isOutdated(passwordHash: string): boolean {
  const kept = readPhc(passwordHash);
  return kept === null || kept.tag.length !== TAG_BYTES || kept.cost.memory !== COST.memory || kept.cost.passes !== COST.passes || kept.cost.parallelism !== COST.parallelism;
}

function readPhc(text: string): { cost: Cost; salt: Buffer; tag: Buffer } | null {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(text) ?? [];
  if (salt === undefined || tag === undefined) {
    return null;
  }
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return { cost, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') };
}

function derive(password: string, nonce: Buffer, tagLength: number, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // One form of the same characters: input methods write them in several.
    const message = Buffer.from(password.normalize('NFKC'));
    argon2('argon2id', { ...cost, message, nonce, tagLength }, (error, tag) => {
      if (error === null) {
        resolve(tag);
      } else {
        reject(error);
      }
    });
  });
}

/** PHC strings leave the padding out. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
