import { z } from 'zod';
import { PURPOSES } from '../capabilities.ts';
import { slotId } from '../nouns/ids.ts';

/** Windows that may call main. */
export const WINDOW_ROLES = ['desk', 'wall'] as const;
export type WindowRole = (typeof WINDOW_ROLES)[number];

export const serverAddress = z.strictObject({
  /** `https://host:port`, without a path. */
  url: z.string().max(256).regex(/^https:\/\/[^/\s?#]+$/),
  /** SHA-256 of the hall's private CA certificate, lower-case hex. */
  caFingerprint: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ServerAddress = z.infer<typeof serverAddress>;

export const settings = z.strictObject({
  server: serverAddress.nullable(),
  locale: z.enum(['zh-CN', 'en']),
  /** Display keys that carry wall windows, in slot order; null: every display but the desk's. */
  wallDisplays: z.array(z.string().max(128)).max(16).nullable(),
  /** Display key of the desk; null: the primary display. */
  deskDisplay: z.string().max(128).nullable(),
  /** PMTiles file with streets, an https URL on the hall's network; null: the built-in basemap alone. */
  streetsUrl: z.string().max(512).regex(/^https:\/\//).nullable(),
});
export type Settings = z.infer<typeof settings>;

export const display = z.object({
  /** Stable over unplugging as far as the system allows. */
  key: z.string(),
  label: z.string(),
  xPx: z.number(),
  yPx: z.number(),
  /** Size in device-independent pixels, and how many device pixels one of them has. */
  widthPx: z.number(),
  heightPx: z.number(),
  scaleFactor: z.number(),
  use: z.enum(['desk', 'wall', 'unused']),
  slotId: slotId.nullable(),
});
export type Display = z.infer<typeof display>;

function call<const Roles extends readonly WindowRole[], Input extends z.ZodType, Output extends z.ZodType>(definition: {
  readonly roles: Roles;
  readonly input: Input;
  readonly output: Output;
}) {
  return definition;
}

/** Renderer → main. Main checks sender frame, origin, role and schema before a handler runs. */
export const calls = {
  /** Who this window is and where its hall is; `token` is null until one is stored. */
  'window.context': call({
    roles: ['desk', 'wall'],
    input: z.undefined(),
    output: z.object({
      purpose: z.enum(PURPOSES),
      slotId: slotId.nullable(),
      server: serverAddress.nullable(),
      token: z.string().nullable(),
      locale: z.enum(['zh-CN', 'en']),
      streetsUrl: z.string().nullable(),
      appVersion: z.string(),
      deviceName: z.string(),
    }),
  }),
  'settings.get': call({ roles: ['desk'], input: z.undefined(), output: settings }),
  /** Saves and applies at once: wall windows move, connections are made anew. Errors: badInput. */
  'settings.save': call({
    roles: ['desk'],
    input: z.strictObject({ settings, token: z.string().min(1).max(4_096).optional() }),
    output: settings,
  }),
  'displays.list': call({ roles: ['desk'], input: z.undefined(), output: z.array(display) }),
  /** Shows each display's place on itself for a few seconds. */
  'displays.identify': call({ roles: ['desk'], input: z.undefined(), output: z.undefined() }),
  /** A window's own error or warning, for main's log. */
  'log.write': call({
    roles: ['desk', 'wall'],
    input: z.strictObject({ level: z.enum(['info', 'warn', 'error']), message: z.string().max(4_096) }),
    output: z.undefined(),
  }),
};

/** Main → renderer. */
export const bridgeEvents = {
  'displays.changed': z.array(display),
  /** What `window.context` says has changed: read it again. */
  'context.changed': z.undefined(),
  /** Show `label` large for `forMs`. */
  'display.identified': z.object({ label: z.string(), forMs: z.number() }),
};

export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>;
export type BridgeEventName = keyof typeof bridgeEvents;
export type BridgeEventData<Name extends BridgeEventName> = z.output<(typeof bridgeEvents)[Name]>;

type CallNameOf<Role extends WindowRole> = {
  [Name in CallName]: Role extends (typeof calls)[Name]['roles'][number] ? Name : never;
}[CallName];
export type WallCallName = CallNameOf<'wall'>;

/** What the preload puts on `window.bridge`: one function a call, and a listener door that returns its own undoing. */
export type BridgeOf<Names extends CallName> = {
  readonly call: { readonly [Name in Names]: (input: CallInput<Name>) => Promise<CallOutput<Name>> };
  readonly on: <Name extends BridgeEventName>(name: Name, listener: (data: BridgeEventData<Name>) => void) => () => void;
};
export type DeskBridge = BridgeOf<CallName>;
export type WallBridge = BridgeOf<WallCallName>;
