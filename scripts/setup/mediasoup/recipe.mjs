// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { platformKey, recipeHash } from '../cache/cache.mjs';

/** Stand-ins for the worker's subprojects, over what the system has: see the files themselves. */
export const subprojectsFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'subprojects');

/**
 * Lines of the worker's source that must change. Each must be found exactly once, so that a new version of the
 * source that no longer has it fails the build instead of going through uncured.
 *
 * @type {readonly { readonly file: string, readonly find: string, readonly replace: string }[]}
 */
export const edits = [
  {
    // Nothing in the file needs the newer release; Debian 12 has 1.0.
    file: 'meson.build',
    find: "meson_version: '>= 1.1.0'",
    replace: "meson_version: '>= 1.0.0'",
  },
  {
    // OpenSSL calls back twice for each operation, the second time with BIO_CB_RETURN added to its code, and takes
    // the answer as the operation's result. Answering 1 to a control query there says "yes, kernel TLS is on":
    // harmless in the OpenSSL that mediasoup brings, which is built without it, but a crash at the first handshake
    // in a system's OpenSSL, which is built with it.
    file: 'src/RTC/DtlsTransport.cpp',
    find: '(operationType == BIO_CB_RETURN) ? static_cast<long>(ret) : 1;',
    replace: '(operationType & BIO_CB_RETURN) ? static_cast<long>(ret) : 1;',
  },
];

/** @type {readonly string[]} */
export const mesonArguments = ['--buildtype', 'release', '-Db_ndebug=true', '--wrap-mode=nodownload'];

/** OpenSSL as the cipher back end: with the one that Debian chose, forwarding a packet costs half as much again. */
/** @type {readonly string[]} */
export const srtpArguments = [
  '-G',
  'Ninja',
  '-DCMAKE_BUILD_TYPE=Release',
  '-DCMAKE_POSITION_INDEPENDENT_CODE=ON',
  '-DENABLE_OPENSSL=ON',
  '-DBUILD_SHARED_LIBS=OFF',
  '-DTEST_APPS=OFF',
];

/**
 * Key of a built worker. It links against the system's libraries, so another release of the system needs another.
 *
 * @param {string} version
 */
export function builtKey(version) {
  const hash = recipeHash({
    folder: subprojectsFolder,
    words: [JSON.stringify(edits), ...mesonArguments, ...srtpArguments, systemRelease()],
  });
  return `mediasoup-worker-${version}-built-${hash}-${platformKey}`;
}

/** @param {string} version */
export function officialKey(version) {
  return `mediasoup-worker-${version}-official-${platformKey}`;
}

function systemRelease() {
  const file = '/etc/os-release';
  if (!existsSync(file)) return process.platform;
  const text = readFileSync(file, 'utf8');
  return ['ID', 'VERSION_ID'].map((name) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '').join(' ');
}
