import type { IpcRenderer, IpcRendererEvent } from 'electron';
import type { BridgeEventName, BridgeOf, CallName } from '#protocol/ipc/calls.ts';
import type { CallReply } from '../main/ipc/callReply.ts';

const EVENT_NAMES = ['displays.changed', 'context.changed', 'display.identified'] as const satisfies readonly BridgeEventName[];

type Door = Pick<IpcRenderer, 'invoke' | 'on' | 'removeListener'>;

/**
 * Builds what a page sees as `window.bridge`: one function for each named call, never a door to a channel of the
 * page's choosing. A refused call rejects with an Error whose message is the code alone, since an error loses its
 * other properties on the way into the page.
 */
export function buildBridge<const Names extends CallName>(door: Door, names: readonly Names[]): BridgeOf<Names> {
  const call = Object.freeze(
    Object.fromEntries(
      names.map((name) => [
        name,
        async (input: unknown) => {
          const reply: CallReply = await door.invoke(`hall:call:${name}`, input);
          if (!reply.ok) throw new Error(reply.code);
          return reply.data;
        },
      ]),
      // Built from the very list the type is made of; main checks what passes.
    ) as BridgeOf<Names>['call'],
  );
  const on: BridgeOf<Names>['on'] = (name, listener) => {
    if (!EVENT_NAMES.includes(name)) throw new Error('unknownMethod');
    const forward = (_event: IpcRendererEvent, data: Parameters<typeof listener>[0]) => {
      listener(data);
    };
    door.on(`hall:event:${name}`, forward);
    return () => {
      door.removeListener(`hall:event:${name}`, forward);
    };
  };
  return Object.freeze({ call, on });
}
