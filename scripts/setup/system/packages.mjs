// @ts-check
/** @import { Part, PartName, Requirement } from '../part.ts' */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { installCommand, installPackages } from './apt.mjs';

/** @type {(name: string, command?: string) => Requirement} */
const needs = (name, command) => ({ names: name.split('|'), ...(command === undefined ? {} : { command }) });

/** @type {readonly Requirement[]} */
const mediaTools = [needs('ffmpeg', 'ffmpeg')];

/** What Electron links against, and a font that has the Chinese letters. @type {readonly Requirement[]} */
const desktopLibraries = [
  needs('libgtk-3-0|libgtk-3-0t64'),
  needs('libnss3'),
  needs('libasound2|libasound2t64'),
  needs('libgbm1'),
  needs('libxss1'),
  needs('libatk-bridge2.0-0|libatk-bridge2.0-0t64'),
  needs('libdrm2'),
  needs('fonts-noto-cjk'),
  needs('unzip', 'unzip'),
];

/** An X server with many outputs and no monitor, the tool that plugs them, and the one that photographs them. */
/** @type {readonly Requirement[]} */
const virtualDisplays = [
  needs('xserver-xorg-core', 'Xorg'),
  needs('xserver-xorg-video-dummy'),
  needs('x11-xserver-utils', 'xrandr'),
  needs('imagemagick', 'import'),
];

/** The browser of a phone in tests and measurements: one that is not Electron. @type {readonly Requirement[]} */
const chromium = [needs('chromium', 'chromium')];

/** SIP by somebody else's hand, for the contract tests of GB/T 28181. @type {readonly Requirement[]} */
const sipTester = [needs('sip-tester', 'sipp')];

/** Only brought when the official mediasoup worker cannot be had. `dpkg-dev` unpacks source packages. */
/** @type {readonly Requirement[]} */
export const workerBuildPackages = [
  needs('meson', 'meson'),
  needs('ninja-build', 'ninja'),
  needs('pkg-config|pkgconf', 'pkg-config'),
  needs('g++', 'g++'),
  needs('cmake', 'cmake'),
  needs('dpkg-dev', 'dpkg-source'),
  needs('libuv1-dev'),
  needs('libssl-dev'),
  needs('libabsl-dev'),
  needs('libflatbuffers-dev'),
  needs('flatbuffers-compiler', 'flatc'),
];

export const mediaToolsPart = systemPart('media tools', mediaTools);
export const desktopLibrariesPart = systemPart('desktop libraries', desktopLibraries, { linuxOnly: true });
export const virtualDisplaysPart = systemPart('virtual displays', virtualDisplays, { linuxOnly: true });
export const chromiumPart = systemPart('chromium', chromium, { linuxOnly: true });
export const sipTesterPart = systemPart('sip tester', sipTester, { linuxOnly: true });

/**
 * @param {PartName} name
 * @param {readonly Requirement[]} requirements
 * @param {{ readonly linuxOnly?: boolean, readonly inspect?: typeof inspectPackages }} [options]
 * @returns {Part}
 */
export function systemPart(name, requirements, { linuxOnly = false, inspect = inspectPackages } = {}) {
  return {
    name,
    check() {
      if (linuxOnly && process.platform !== 'linux') {
        return { state: 'found', version: 'not needed', from: `the system (${process.platform})` };
      }
      const { missing, version, from } = inspect(requirements);
      if (missing.length === 0) return { state: 'found', version, from };
      const names = missing.map((requirement) => requirement.names[0] ?? '');
      return {
        state: 'missing',
        why: `not installed: ${names.join(' ')}`,
        mend: from === systemPackages ? `Run: ${installCommand(names)}` : `Install ${names.join(', ')} with this system's package manager.`,
      };
    },
    async bring(progress) {
      await installPackages(inspect(requirements).missing, progress);
    },
  };
}

const systemPackages = 'system packages';

/**
 * Which requirements are not met. The version told is that of the first, which names the group best.
 *
 * @param {readonly Requirement[]} requirements
 */
export function inspectPackages(requirements) {
  const installed = installedVersions(requirements.flatMap((requirement) => requirement.names));
  /** @param {Requirement} requirement */
  const isMet = ({ names, command }) => {
    if (command !== undefined && isOnPath(command)) return true;
    // Without a package database nothing can be said of libraries; starting the program will tell.
    return installed === undefined ? command === undefined : names.some((name) => installed.has(name));
  };
  const version = requirements[0]?.names.map((name) => installed?.get(name)).find((found) => found !== undefined);
  return {
    missing: requirements.filter((requirement) => !isMet(requirement)),
    version: version ?? 'present',
    from: installed === undefined ? 'the PATH' : systemPackages,
  };
}

/**
 * @param {readonly string[]} names
 * @returns {Map<string, string> | undefined} versions by package name; undefined where there is no Debian database
 */
function installedVersions(names) {
  const query = spawnSync('dpkg-query', ['-W', '-f=${Package}\\t${db:Status-Status}\\t${Version}\\n', ...names], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (query.error) return undefined;
  const rows = query.stdout.split('\n').map((line) => line.split('\t'));
  return new Map(rows.filter(([, status]) => status === 'installed').map(([name = '', , version = '']) => [name, version]));
}

/** @param {string} command */
function isOnPath(command) {
  // Administrators' tools are not always on a user's PATH.
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, command), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
