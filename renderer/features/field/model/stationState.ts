import type { NoticeData } from '#protocol/contract.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { Briefing } from '#protocol/operations/briefing.ts';
import type { LinkState } from '../../../link/hallLink.ts';
import type { SenderState } from '../../../media/unitSender.ts';
import type { CameraProblem, Facing } from './camera.ts';
import type { BatteryState, PositionProblem } from './deviceSenses.ts';
import type { Place } from './positions.ts';
import type { TorchState } from './lens/torch.ts';
import type { Zoom } from './lens/zoom.ts';

export type StationState = {
  readonly running: boolean;
  readonly phase: LinkState['phase'];
  readonly linkError: ErrorCode | null;
  /** Whether the hall was reached since the start. */
  readonly wasOnline: boolean;
  /** Whether the hall is an exercise, as it said last. */
  readonly exercise: boolean;
  readonly unit: { readonly name: string; readonly teamName: string; readonly courtName: string } | null;
  readonly sender: SenderState;
  readonly cameraProblem: CameraProblem | null;
  readonly hasMicrophone: boolean;
  readonly muted: boolean;
  readonly torch: TorchState;
  /** Null where the camera has none. */
  readonly zoom: Zoom | null;
  /** A desk asked for more picture, until it passes. */
  readonly raised: boolean;
  /** Who receives it, as the hall said last; null until it said so, and while it is away. */
  readonly watched: NoticeData<'feed.watched'> | null;
  readonly facing: Facing;
  /** What is sent, for the device's own screen. */
  readonly preview: MediaStream | null;
  /** Whether name, place and time are in the picture; `plain` where the browser cannot do it. */
  readonly display: 'burned' | 'plain' | null;
  readonly place: Place | null;
  readonly positionProblem: PositionProblem | null;
  readonly battery: BatteryState | null;
  /** What the hall last said of the unit's operation; null until it said anything. */
  readonly briefing: Briefing | null;
};

export const IDLE_SENDER: SenderState = { phase: 'idle', feedId: null, videoViewers: 0, audioListeners: 0, quality: 'clear' };

export const INITIAL_STATE: StationState = {
  running: false,
  phase: 'closed',
  linkError: null,
  wasOnline: false,
  exercise: false,
  unit: null,
  sender: IDLE_SENDER,
  cameraProblem: null,
  hasMicrophone: false,
  muted: false,
  torch: 'none',
  zoom: null,
  raised: false,
  watched: null,
  facing: 'environment',
  preview: null,
  display: null,
  place: null,
  positionProblem: null,
  battery: null,
  briefing: null,
};

export type Headline = 'idle' | 'connecting' | 'refused' | 'noPicture' | 'interrupted' | 'live';

/** The one word for how it stands; the view has a sentence for each. */
export function headlineOf(state: StationState): Headline {
  if (!state.running) {
    return 'idle';
  }
  if (state.phase === 'refused') {
    return 'refused';
  }
  if (state.cameraProblem !== null) {
    return 'noPicture';
  }
  if (state.phase !== 'online') {
    return state.wasOnline ? 'interrupted' : 'connecting';
  }
  if (state.sender.phase === 'live') {
    return 'live';
  }
  return state.sender.phase === 'interrupted' ? 'interrupted' : 'connecting';
}

/** Link errors the page has a sentence of its own for. */
export const EXPLAINED_ERRORS = [
  'tokenInvalid',
  'tokenExpired',
  'tokenRevoked',
  'forbidden',
  'replaced',
  'protocolTooOld',
  'protocolTooNew',
  'disconnected',
  'closing',
  'tooManyFeeds',
] as const satisfies readonly ErrorCode[];

export type ExplainedError = (typeof EXPLAINED_ERRORS)[number];

/** What is wrong with the connection, if anything; the hall being away is only said once it is more than a moment. */
export function linkTrouble(state: StationState): ExplainedError | 'other' | null {
  if (!state.running || state.linkError === null || state.phase === 'online' || state.phase === 'closed') {
    return null;
  }
  return EXPLAINED_ERRORS.find((code) => code === state.linkError) ?? 'other';
}
