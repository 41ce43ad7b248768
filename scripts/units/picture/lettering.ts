import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OSD_TIME_CHARACTERS, osdLayout, osdTimeAdvancePx, type Lettering, type OsdText } from '../../../renderer/features/field/picture.ts';
import type { FrameSize } from './scene.ts';

/** A unit's lettering at one frame size: the fixed lines as a map of the whole frame, the time's characters one by one. */
export type UnitLettering = {
  readonly fixed: Lettering;
  readonly glyphs: ReadonlyMap<string, Lettering>;
  readonly timeAt: { readonly x: number; readonly y: number };
  /** Upper edge of all lettering, pixels of the frame. */
  readonly topY: number;
};

export type UnitText = OsdText & { readonly unitId: string };

const FONT = 'Noto Sans CJK SC';
/** Said in every simulated picture, so that nobody takes it for a real scene. */
const SIMULATED = '模拟画面';

/**
 * Letters all units in one run of ffmpeg (libass): one frame a unit, then one a time character. Grey 128 means untouched.
 * Errors: when ffmpeg is missing or fails; the message says why.
 */
export async function letterUnits(units: readonly UnitText[], size: FrameSize): Promise<Map<string, UnitLettering>> {
  const { time } = osdLayout(size, { name: '', court: '', place: '' });
  const markY = time.y - Math.round(time.sizePx * 1.35);
  const glyphSize = { width: osdTimeAdvancePx(time.sizePx), height: even(time.sizePx * 1.4) };
  const events = [
    ...units.map((unit) => [
      ...osdLayout(size, unit).lines,
      { text: SIMULATED, x: size.width - time.sizePx * 4.6, y: markY, sizePx: time.sizePx },
    ]),
    ...OSD_TIME_CHARACTERS.map((text) => [{ text, x: glyphSize.width / 2, y: 0, sizePx: time.sizePx, centred: true }]),
  ];
  const frames = await renderFrames(assOf(events, size), events.length, size);
  const glyphs = new Map(
    OSD_TIME_CHARACTERS.map((character, index) => [character, cut(frames[units.length + index]!, size, glyphSize)]),
  );
  return new Map(
    units.map((unit, index) => [
      unit.unitId,
      { fixed: { ...size, shade: frames[index]! }, glyphs, timeAt: { x: time.x, y: time.y }, topY: markY },
    ]),
  );
}

type Line = { readonly text: string; readonly x: number; readonly y: number; readonly sizePx: number; readonly centred?: boolean };

/** One second of subtitles a frame. The ASS letter size counts the line's height, which Noto draws at 1.45 of the letter. */
function assOf(frames: readonly (readonly Line[])[], size: FrameSize): string {
  const events = frames.flatMap((lines, second) =>
    lines.map(({ text, x, y, sizePx, centred }) => {
      const outline = (sizePx * 0.09).toFixed(1);
      const safe = text.replaceAll(/[\\{}\r\n]/g, ' ');
      const style = `{\\an${centred ? 8 : 7}\\pos(${x},${y})\\fs${(sizePx * 1.45).toFixed(1)}\\bord${outline}}`;
      return `Dialogue: 0,${clock(second)},${clock(second + 1)},T,${style}${safe}`;
    }),
  );
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${size.width}`,
    `PlayResY: ${size.height}`,
    'WrapStyle: 2',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, Bold, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, BorderStyle, Encoding',
    `Style: T,${FONT},20,&H00FFFFFF,&H00000000,1,1,0,7,0,0,0,1,1`,
    '[Events]',
    'Format: Layer, Start, End, Style, Text',
    ...events,
    '',
  ].join('\n');
}

async function renderFrames(ass: string, count: number, size: FrameSize): Promise<Uint8Array[]> {
  const folder = await mkdtemp(join(tmpdir(), 'units-lettering-'));
  try {
    await writeFile(join(folder, 'text.ass'), ass);
    const source = `color=c=0x808080:s=${size.width}x${size.height}:r=1:d=${count},format=gray`;
    const output = ['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'];
    const bytes = await runFfmpeg(['-v', 'error', '-f', 'lavfi', '-i', source, '-vf', 'subtitles=text.ass', ...output], folder);
    const perFrame = size.width * size.height;
    if (bytes.length < perFrame * count) {
      throw new Error(`ffmpeg lettered ${Math.floor(bytes.length / perFrame)} of ${count} frames`);
    }
    const shift = 128 - bytes[perFrame - 1]!;
    const level = shift === 0 ? bytes : bytes.map((value) => Math.max(0, Math.min(255, value + shift)));
    return Array.from({ length: count }, (_, index) => level.subarray(index * perFrame, (index + 1) * perFrame));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runFfmpeg(args: readonly string[], cwd: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', ['-nostdin', '-hide_banner', ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('error', (cause) => reject(new Error('ffmpeg cannot be started; install it (apt-get install ffmpeg)', { cause })));
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Error(`ffmpeg: ${complaint.trim()}`))));
  });
}

function cut(frame: Uint8Array, size: FrameSize, part: FrameSize): Lettering {
  const shade = new Uint8Array(part.width * part.height);
  for (let row = 0; row < part.height; row += 1) {
    shade.set(frame.subarray(row * size.width, row * size.width + part.width), row * part.width);
  }
  return { ...part, shade };
}

function clock(second: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(second / 3600)}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}.00`;
}

function even(value: number): number {
  return Math.ceil(value / 2) * 2;
}
