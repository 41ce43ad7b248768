import { accessSync, constants, statfsSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import type { JournalFault } from '../../ports/journal.ts';

/** Tables in which a taken key means that someone else wrote. */
const LOG_TABLES = new Set(['entries', 'answers']);

/** What an error of SQLite means. `file` is looked at where SQLite itself only says that reading or writing failed. */
export function sqliteFault(error: unknown, file: string): JournalFault {
  if (!(error instanceof SqliteDatabase.SqliteError)) {
    return 'failed';
  }
  const { code } = error;
  if (code === 'SQLITE_FULL') {
    return 'diskFull';
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return 'readOnly';
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return 'away';
  }
  if (code.startsWith('SQLITE_CONSTRAINT')) {
    const table = /: (\w+)\./.exec(error.message)?.[1];
    return table !== undefined && LOG_TABLES.has(table) ? 'conflict' : 'failed';
  }
  return code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CANTOPEN' ? diskFault(path.dirname(file)) : 'failed';
}

function diskFault(folder: string): JournalFault {
  try {
    accessSync(folder, constants.W_OK);
    return statfsSync(folder).bavail === 0 ? 'diskFull' : 'failed';
  } catch (error) {
    return codeOf(error) === 'EROFS' ? 'readOnly' : 'failed';
  }
}

/** Connection lost, refused or timed out, as Node and the driver name it; whatever was under way may have been done or not. */
const AWAY_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOENT', 'ECONNABORTED']);
const AWAY_MESSAGES = /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable|has been discarded|client was closed/i;

/** Of SQLSTATE: too many connections, cancelled by the timeout, lock timeout, deadlock, serialization, idle too long; `57P`, `08`: server stops or starts. */
const AWAY_STATES = new Set(['53300', '57014', '55P03', '40P01', '40001', '25P03', '25P04']);

/** What an error of PostgreSQL or of the way to it means. */
export function postgresFault(error: unknown): JournalFault {
  if (error instanceof pg.DatabaseError) {
    const state = error.code ?? '';
    if (state === '53100') {
      return 'diskFull';
    }
    if (state === '25006' || (state === '42501' && /read-only file system/i.test(error.message))) {
      return 'readOnly';
    }
    if (state === '23505') {
      return LOG_TABLES.has(error.table ?? '') ? 'conflict' : 'failed';
    }
    return AWAY_STATES.has(state) || state.startsWith('57P') || state.startsWith('08') ? 'away' : 'failed';
  }
  return isAway(error) ? 'away' : 'failed';
}

/** Whether the connection itself is gone or no longer answers. */
export function isAway(error: unknown): boolean {
  return AWAY_CODES.has(codeOf(error) ?? '') || (error instanceof Error && AWAY_MESSAGES.test(error.message));
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
