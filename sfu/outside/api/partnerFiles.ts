import { createHash } from 'node:crypto';
import { AppError } from '#protocol/errors.ts';
import { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { StepOfTask } from '#protocol/outside/shapes.ts';
import type { Task, TaskDocument } from '#protocol/tasks/tasks.ts';
import type { GivenDocument } from '#domain/tasks/decide/taskEvent.ts';
import type { FileShelf } from '../../ports/pictures.ts';
import type { Bytes } from './routes.ts';

/** So many papers that were put and are in no task yet are remembered of a partner. */
const REMEMBERED = 500;
type DocumentType = (typeof DOCUMENT_TYPES)[number];
