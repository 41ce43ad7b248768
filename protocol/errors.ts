/** Every code a user or a log may meet. The sentence for the user lives in the locale catalogue under `errors.<code>`. */
export const ERROR_CODES = {
  badFrame: 'The frame is not a valid request envelope',
  unknownMethod: 'No such request',
  badInput: 'The request data does not fit its schema',
  helloRequired: 'The first request must be session.hello',
  alreadyOpen: 'session.hello was sent twice',
  protocolTooOld: 'The client speaks a protocol older than this hall accepts',
  protocolTooNew: 'The client needs a newer hall',
  tokenInvalid: 'The token is missing, forged or not for this hall',
  tokenExpired: 'The token has expired',
  tokenRevoked: 'The token was revoked',
  forbidden: 'The session may not do this',
  tooManyRequests: 'Too many requests at once',
  notFound: 'The object does not exist or is not visible to this session',
  conflict: 'The object changed since it was read',
  signInFailed: 'The name or the password is wrong, or the account is closed',
  accountLocked: 'Too many wrong passwords; the account is locked for a while',
  passwordWeak: 'The new password is too easy to guess',
  codeInvalid: 'The enrolment code is wrong, used or too old',
  oidcFailed: 'The identity provider did not confirm the person',
  rolesExclude: 'The roles may not be held by one person',
  lastAdministrator: 'The hall must keep an administrator',
  ownAccount: 'Nobody decides over their own account',
  onDuty: 'The person holds a duty post',
  revoked: 'The unit or device was revoked for good',
  notForPhones: 'A phone comes in by its code, not by a token',
  postTaken: 'Someone is on duty at this post',
  notOnDuty: 'The person does not hold this post',
  notOffered: 'The post was not offered to the person',
  cannotServe: 'The person may not hold a duty post of this court',
  alarmOver: 'The alarm is resolved',
  helpUnderWay: 'An order of the alarm is neither done nor called off',
  noPosition: 'Nobody knows where it is',
  orderOver: 'The order is not in a state for this',
  callTriaged: 'The call was triaged already',
  callOpen: 'The call or its alarm is not finished',
  badRing: 'The area crosses itself or is empty',
  badCaseNumber: 'The case number is not one',
  badPeriod: 'The end is not after the beginning',
  unitTaken: 'A unit stands in two teams',
  operationOver: 'The operation is over',
  reasonNeeded: 'This needs a reason',
  stepsOpen: 'Steps of the operation are not finished',
  badRule: 'The rule book has no such row for this step',
  nothingMissing: 'Nothing is missing',
  nothingAsked: 'No signature was asked for',
  ownRequest: 'Nobody signs what they asked for',
  stepOver: 'The step is not in a state for this',
  papersMissing: 'Papers or people are missing',
  itemsOpen: 'Items of the checklist are open',
  badResult: 'A result does not fit the template',
  emptyNote: 'The note says nothing',
  badPicture: 'The bytes are not the picture that was named',
  badLayout: 'Tiles overlap or leave their display',
  tileLocked: 'A tile that would change is locked',
  batonHeld: 'Another person holds the wall',
  noBaton: 'The caller does not hold the wall',
  presetKeyTaken: 'Another preset has this key',
  tooManyStrokes: 'The picture is full of drawing',
  notAnExercise: 'Only an exercise hall can do this',
  drillRuns: 'An exercise is being played',
  drillOver: 'The exercise is over',
  badScenario: 'The scenario contradicts itself',
  logUnavailable: 'Nothing can be recorded now, so nothing can be decided',
  tooLarge: 'The result has too many entries',
  replaced: 'Another session of the same device took over',
  feedNotLive: 'The feed has no live media of this kind',
  cannotConsume: 'The receiver does not support the codec of this feed',
  mediaUnavailable: 'No media worker is available',
  transportClosed: 'The transport is closed',
  ingestRefused: 'The ingest parameters are not acceptable',
  notKept: 'Nothing of that time is in memory',
  unitAway: 'The unit is not connected',
  unitCannotHear: 'The unit has no loudspeaker for talk',
  notYourChannel: 'The caller does not belong to this talk channel',
  noVoice: 'The session has no microphone for talk',
  nobodyAnswers: 'No desk is here that could answer',
  unitBusy: 'Another person talks to the unit',
  tooManyFeeds: 'The hall has no room for another feed',
  tooManyViewers: 'The grant serves as many players as it may',
  timedOut: 'No answer in time',
  disconnected: 'The hall cannot be reached',
  closing: 'The hall is shutting down',
  internal: 'Something went wrong in the hall',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}

/** The only error that crosses a process boundary. `params` fill the sentence shown; `cause` stays in the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, options: { params?: Record<string, string | number>; cause?: unknown; detail?: string } = {}) {
    super(options.detail ?? ERROR_CODES[code], options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.params = options.params ?? {};
  }
}
