import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

type RotationOptions = { readonly file: string; readonly maxBytes: number; readonly keep: number };

/** A log file that is moved aside when full: `main.log`, `main.1.log` (younger) … `main.<keep>.log` (oldest). */
export class RotatingFile {
  readonly #options: RotationOptions;
  #bytes: number;

  private constructor(options: RotationOptions, bytes: number) {
    this.#options = options;
    this.#bytes = bytes;
  }

  static create(options: RotationOptions): RotatingFile {
    mkdirSync(path.dirname(options.file), { recursive: true });
    return new RotatingFile(options, existsSync(options.file) ? statSync(options.file).size : 0);
  }

  /** Never throws: a full disk costs log lines, not the wall. */
  write(line: string): void {
    try {
      const bytes = Buffer.byteLength(line);
      if (this.#bytes > 0 && this.#bytes + bytes > this.#options.maxBytes) this.#rotate();
      appendFileSync(this.#options.file, line, { mode: 0o600 });
      this.#bytes += bytes;
    } catch {
      // There is no place left to say it.
    }
  }

  #rotate(): void {
    const { keep, file } = this.#options;
    rmSync(this.#numbered(keep), { force: true });
    for (let number = keep - 1; number >= 1; number -= 1) {
      if (existsSync(this.#numbered(number))) renameSync(this.#numbered(number), this.#numbered(number + 1));
    }
    renameSync(file, this.#numbered(1));
    this.#bytes = 0;
  }

  #numbered(number: number): string {
    const { dir, name, ext } = path.parse(this.#options.file);
    return path.join(dir, `${name}.${number}${ext}`);
  }
}
