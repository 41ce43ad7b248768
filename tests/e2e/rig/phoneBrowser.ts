import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { writeTone } from './toneFile.ts';

/** An ordinary phone, held upright. */
const VIEWPORT = { width: 390, height: 844 };
const USER_AGENT = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
export const PHONE_PLACE = { latitude: 26.0745, longitude: 119.2965, accuracy: 12 };

export type PhoneBrowserOptions = {
  /** PEM of the hall's own authority: nothing else is trusted beyond what the browser trusts anyway. */
  readonly caPem: string;
  /** What the microphones of all phones hear, Hz. */
  readonly toneHz: number;
};

/** Phones that are not Electron: Debian's Chromium in the shape of a phone, with a fake camera and a microphone that hears one tone. */
export class PhoneBrowser {
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async create({ caPem, toneHz }: PhoneBrowserOptions): Promise<PhoneBrowser> {
    const folder = mkdtempSync(path.join(tmpdir(), 'phone-browser-'));
    const tone = path.join(folder, 'tone.wav');
    writeTone(tone, toneHz);
    try {
      const browser = await chromium.launch({
        executablePath: '/usr/bin/chromium',
        args: [
          // Chromium refuses its sandbox to root; this is a test's phone, not the product.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          '--use-fake-device-for-media-stream=fps=15',
          '--use-fake-ui-for-media-stream',
          `--use-file-for-fake-audio-capture=${tone}`,
          '--autoplay-policy=no-user-gesture-required',
          // By its key, not blindly: a service worker is only registered where the certificate is good.
          `--ignore-certificate-errors-spki-list=${keyHashOf(caPem)}`,
        ],
      });
      return new PhoneBrowser(browser, folder);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** A phone that nobody used before. What it stores lives as long as the context. */
  newPhone(): Promise<BrowserContext> {
    return this.#browser.newContext({
      viewport: VIEWPORT,
      userAgent: USER_AGENT,
      isMobile: true,
      hasTouch: true,
      deviceScaleFactor: 2,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      permissions: ['geolocation', 'camera', 'microphone'],
      geolocation: PHONE_PLACE,
    });
  }

  /** A page of this phone at an address. */
  static async open(phone: BrowserContext, url: string): Promise<Page> {
    const page = await phone.newPage();
    await page.goto(url);
    return page;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** What Chromium calls a certificate's key. */
export function keyHashOf(pem: string): string {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}
