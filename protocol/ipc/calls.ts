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

/** What a hall at an address turned out to be. */
export const hallProbe = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('reached'), hallName: z.string() }),
  /** Nobody answers there: the machine is off, the address or the network is wrong. */
  z.object({ outcome: z.literal('away') }),
  /** Someone answers whose certificate the pinned CA did not sign. */
  z.object({ outcome: z.literal('wrongCertificate') }),
  /** The certificate is right, but what answers is no hall, or one of another version. */
  z.object({ outcome: z.literal('notAHall') }),
]);
export type HallProbe = z.infer<typeof hallProbe>;

/** A page of an identity provider: https, or http on this machine itself (a drill's provider); no name or password in it. */
export const browserUrl = z
  .string()
  .max(2_048)
  .regex(/^(https:\/\/[^\s/?#@\\]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)([/?#]\S*)?$/);

export const settings = z.strictObject({
  server: serverAddress.nullable(),
  locale: z.enum(['zh-CN', 'en']),
  /** `wall`: every display is a wall, nobody sits at the machine. Settings of consoles before it have none of the two. */
  machine: z.enum(['console', 'wall']).default('console'),
  /** Place of this machine's first wall display, so that several machines make up one wall. */
  firstSlot: z.int().min(1).max(99).default(1),
  /** Display keys that carry wall windows, in slot order; null: every display but the desk's. */
  wallDisplays: z.array(z.string().max(128)).max(16).nullable(),
  /** Display key of the desk; null: the primary display. */
  deskDisplay: z.string().max(128).nullable(),
  /** What all windows of this machine together may receive, Mbit/s; null: as much as there is. */
  videoBudgetMbps: z.number().min(1).max(10_000).nullable().default(null),
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
  /** Who this window is and where its hall is. A wall gets the machine's token, a desk the signed-in person's; neither the other's. */
  'window.context': call({
    roles: ['desk', 'wall'],
    input: z.undefined(),
    output: z.object({
      purpose: z.enum(PURPOSES),
      slotId: slotId.nullable(),
      server: serverAddress.nullable(),
      /** The machine's own token; null in a desk window, and until the machine is enrolled with this hall. */
      token: z.string().nullable(),
      /** The signed-in person's token; null in a wall window, and while nobody is signed in. */
      personToken: z.string().nullable(),
      /** Whether this machine is enrolled with this hall, so that its walls may show. */
      enrolled: z.boolean(),
      locale: z.enum(['zh-CN', 'en']),
      streetsUrl: z.string().nullable(),
      /** This window's part of the machine's budget, kbit/s; null: unlimited. */
      videoBudgetKbit: z.number().nullable(),
      /** Times this window's page was loaded anew at its own wish since the program started. */
      reloads: z.int(),
      appVersion: z.string(),
      deviceName: z.string(),
    }),
  }),
  'settings.get': call({ roles: ['desk'], input: z.undefined(), output: settings }),
  /** Saves and applies at once: wall windows move, connections are made anew. Errors: badInput. */
  'settings.save': call({ roles: ['desk'], input: z.strictObject({ settings }), output: settings }),
  /** Asks the hall at an address that is not saved yet for its name, trusting that CA alone. */
  'hall.probe': call({ roles: ['desk'], input: z.strictObject({ server: serverAddress }), output: hallProbe }),
  /**
   * Exchanges the machine's one-time code for its token, which main keeps sealed; answers what the hall calls the machine.
   * Errors: codeInvalid, forbidden (the code is no console's), tooManyRequests, disconnected, timedOut.
   */
  'machine.enrol': call({
    roles: ['desk'],
    input: z.strictObject({ server: serverAddress, code: z.string().min(1).max(32) }),
    output: z.object({ name: z.string() }),
  }),
  /** The person who signed in at this desk; kept in memory until the program ends, for the hall that is set now. */
  'person.keep': call({ roles: ['desk'], input: z.strictObject({ token: z.string().min(1).max(4_096) }), output: z.undefined() }),
  'person.forget': call({ roles: ['desk'], input: z.undefined(), output: z.undefined() }),
  /** Opens the identity provider's page in the system's browser. Errors: badInput (the address), tooManyRequests. */
  'browser.open': call({ roles: ['desk'], input: z.strictObject({ url: browserUrl }), output: z.undefined() }),
  'displays.list': call({ roles: ['desk'], input: z.undefined(), output: z.array(display) }),
  /** Shows each display's place on itself for a few seconds. */
  'displays.identify': call({ roles: ['desk'], input: z.undefined(), output: z.undefined() }),
  /** A wall whose pictures cannot be mended otherwise asks for its page to be loaded anew; `granted` is false when that was done not long ago. */
  'window.reload': call({ roles: ['wall'], input: z.undefined(), output: z.object({ granted: z.boolean() }) }),
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
export type DeskCallName = CallNameOf<'desk'>;
export type WallCallName = CallNameOf<'wall'>;

/** What the preload puts on `window.bridge`: one function a call, and a listener door that returns its own undoing. */
export type BridgeOf<Names extends CallName> = {
  readonly call: { readonly [Name in Names]: (input: CallInput<Name>) => Promise<CallOutput<Name>> };
  readonly on: <Name extends BridgeEventName>(name: Name, listener: (data: BridgeEventData<Name>) => void) => () => void;
};
export type DeskBridge = BridgeOf<DeskCallName>;
export type WallBridge = BridgeOf<WallCallName>;
