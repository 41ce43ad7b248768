import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import type * as frameClock from '#domain/frameClock/frameClock.ts';
import { sourceTagOf, type FrameClockReading } from '#domain/frameClock/frameClock.ts';

const CLOCK_SOURCE = path.resolve(import.meta.dirname, '../../../domain/frameClock/frameClock.ts');

type Clock = typeof frameClock;
/** What the page keeps between two calls. */
type Desk = Window & { clock: Clock; peer: RTCPeerConnection; session: { url: string; etag: string }; authorization: string };
type Door = { readonly endpoint: string; readonly token: string };

/**
 * A page that knows the standards and nothing of the project: a bare RTCPeerConnection and fetch, as docs/standards-in.md tells them.
 * It stands at the hall's own address, because the hall lets no other web page in. Only the clock in the picture is the house's own.
 */
export class StandardPage {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(context: BrowserContext, hallUrl: string): Promise<StandardPage> {
    const page = await context.newPage();
    const clock = stripTypeScriptTypes(await readFile(CLOCK_SOURCE, 'utf8'));
    await page.route(`${hallUrl}/bare/**`, (route) => route.fulfill(route.request().url().endsWith('clock.js')
      ? { contentType: 'text/javascript', body: clock }
      : { contentType: 'text/html', body: '<!doctype html><title>bare</title><video muted autoplay playsinline></video><script type="module">import * as clock from "./clock.js"; window.clock = clock;</script>' }));
    await page.goto(`${hallUrl}/bare/`);
    await page.waitForFunction(() => 'clock' in globalThis);
    return new StandardPage(page);
  }

  /** WHIP: a painted picture with this unit's clock, and a tone. Answers the status. */
  publish({ endpoint, token, unitId, toneHz }: Door & { readonly unitId: string; readonly toneHz: number }): Promise<number> {
    return this.#page.evaluate(async (wish) => {
      const desk = globalThis.window as unknown as Desk;
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
      const context = canvas.getContext('2d')!;
      const timer = setInterval(() => {
        const at = Date.now();
        context.fillStyle = '#2a4a6a';
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.fillStyle = '#e0e0e0';
        context.fillRect(((at % 4_000) / 4_000) * canvas.width, 80, 60, 60);
        const region = desk.clock.clockRegion(canvas);
        for (const [index, white] of desk.clock.clockCells({ capturedAt: at, sourceTag: wish.sourceTag }).entries()) {
          const cell = desk.clock.cellRegion(region, index);
          context.fillStyle = white ? '#fff' : '#000';
          context.fillRect(cell.x, cell.y, cell.width + 0.5, cell.height + 0.5);
        }
      }, 100);
      const sound = new AudioContext();
      const tone = new OscillatorNode(sound, { frequency: wish.toneHz });
      const target = sound.createMediaStreamDestination();
      tone.connect(target);
      tone.start();
      desk.peer = new RTCPeerConnection();
      for (const track of [...canvas.captureStream(10).getTracks(), ...target.stream.getTracks()]) desk.peer.addTransceiver(track, { direction: 'sendonly' });
      await desk.peer.setLocalDescription();
      desk.authorization = `Bearer ${wish.token}`;
      const answer = await fetch(wish.endpoint, { method: 'POST', headers: { 'content-type': 'application/sdp', authorization: desk.authorization }, body: desk.peer.localDescription!.sdp });
      if (answer.status === 201) {
        await desk.peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
        desk.session = { url: new URL(answer.headers.get('location') ?? '', wish.endpoint).href, etag: answer.headers.get('etag') ?? '' };
      } else {
        clearInterval(timer);
        desk.peer.close();
        await sound.close();
      }
      return answer.status;
    }, { endpoint, token, sourceTag: sourceTagOf(unitId), toneHz });
  }

  /** Another network, as the encoder sees it: ICE is begun anew by PATCH. Answers the status and which ufrag the connection really goes by, before and after. */
  restartIce(): Promise<{ status: number; before: string; after: string }> {
    return this.#page.evaluate(async () => {
      const { peer, session, authorization } = globalThis.window as unknown as Desk;
      const used = async (): Promise<string> => {
        const transport = [...(await peer.getStats()).values()].find((entry) => entry.type === 'transport') as { dtlsState?: string; iceState?: string; iceLocalUsernameFragment?: string } | undefined;
        return transport?.dtlsState === 'connected' && transport.iceState === 'connected' ? (transport.iceLocalUsernameFragment ?? '') : '';
      };
      const before = await used();
      await peer.setLocalDescription(await peer.createOffer({ iceRestart: true }));
      const mine = peer.localDescription!.sdp;
      const line = (name: string, sdp: string): string => new RegExp(`^a=${name}:.*$`, 'm').exec(sdp)?.[0].trim() ?? '';
      const fragment = [line('ice-ufrag', mine), line('ice-pwd', mine), /^m=.*$/m.exec(mine)?.[0].trim() ?? '', line('mid', mine), ''].join('\r\n');
      const answer = await fetch(session.url, { method: 'PATCH', headers: { 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': session.etag, authorization }, body: fragment });
      const theirs = await answer.text();
      if (answer.status !== 200) return { status: answer.status, before, after: before };
      session.etag = answer.headers.get('etag') ?? '';
      const sdp = peer.remoteDescription!.sdp.replaceAll(/^a=ice-ufrag:.*$/gm, line('ice-ufrag', theirs)).replaceAll(/^a=ice-pwd:.*$/gm, line('ice-pwd', theirs));
      await peer.setRemoteDescription({ type: 'answer', sdp });
      for (let look = 0; look < 100; look += 1) {
        const after = await used();
        if (after !== '' && after !== before) return { status: answer.status, before, after };
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return { status: answer.status, before, after: before };
    });
  }

  /** Answers the status. */
  leave(): Promise<number> {
    return this.#page.evaluate(async () => {
      const { session, authorization, peer } = globalThis.window as unknown as Desk;
      const { status } = await fetch(session.url, { method: 'DELETE', headers: { authorization } });
      peer.close();
      return status;
    });
  }

  /** WHEP. Answers the status. */
  play({ endpoint, token }: Door): Promise<number> {
    return this.#page.evaluate(async (wish) => {
      const desk = globalThis.window as unknown as Desk;
      desk.peer = new RTCPeerConnection();
      desk.peer.addTransceiver('video', { direction: 'recvonly' });
      desk.peer.addTransceiver('audio', { direction: 'recvonly' });
      const stream = new MediaStream();
      desk.peer.addEventListener('track', ({ track }) => stream.addTrack(track));
      document.querySelector('video')!.srcObject = stream;
      await desk.peer.setLocalDescription();
      const answer = await fetch(wish.endpoint, { method: 'POST', headers: { 'content-type': 'application/sdp', authorization: `Bearer ${wish.token}` }, body: desk.peer.localDescription!.sdp });
      if (answer.status === 201) await desk.peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
      return answer.status;
    }, { endpoint, token });
  }

  /** The clock in what the page's video really shows; null while there is none. */
  see(): Promise<FrameClockReading | null> {
    return this.#page.evaluate(() => {
      const { clock } = globalThis.window as unknown as Desk;
      const video = document.querySelector('video')!;
      if (video.videoWidth === 0) return null;
      const region = clock.clockRegion({ width: video.videoWidth, height: video.videoHeight });
      const context = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext('2d', { willReadFrequently: true })!;
      context.drawImage(video, 0, 0);
      return clock.readClock((x, y) => {
        const [red = 0, green = 0, blue = 0] = context.getImageData(Math.floor(region.x + x * region.width), Math.floor(region.y + y * region.height), 1, 1).data;
        return 0.299 * red + 0.587 * green + 0.114 * blue;
      }, Date.now());
    });
  }
}
