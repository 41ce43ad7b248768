/** The mark's letters, as a share of the picture's longer side. */
const LETTER_SHARE = 1 / 64;
/** Uphill, so that it is told from the lines of the text that it lies on. */
const SLOPE_RAD = -Math.PI / 8;
/** Rows of the mark stand this many letters apart. */
const ROW_LETTERS = 9;
/** What is left between two marks of a row, in letters. */
const GAP_LETTERS = 5;

/** What a mark is drawn with: a canvas's 2D context has it. */
export type MarkPen = Pick<CanvasRenderingContext2D, 'save' | 'restore' | 'translate' | 'rotate' | 'measureText' | 'fillText' | 'strokeText' | 'font' | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'textAlign' | 'textBaseline'>;

/** Who looks at a picture and since when, drawn into the picture itself, all over: what is enlarged, printed, copied or photographed has it. Sizes in px. */
export function drawWatermark(pen: MarkPen, { width, height, words }: { readonly width: number; readonly height: number; readonly words: string }): void {
  const letter = Math.max(10, Math.max(width, height) * LETTER_SHARE);
  pen.save();
  pen.font = `${letter}px sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  // Dark on paper, with a light edge for photographs of the night; faint enough to read through.
  pen.fillStyle = 'rgb(0 0 0 / 0.16)';
  pen.strokeStyle = 'rgb(255 255 255 / 0.16)';
  pen.lineWidth = letter / 10;
  pen.translate(width / 2, height / 2);
  pen.rotate(SLOPE_RAD);
  const stepX = pen.measureText(words).width + GAP_LETTERS * letter;
  const stepY = ROW_LETTERS * letter;
  // The turned picture lies within a circle about its middle.
  const reach = Math.hypot(width, height) / 2;
  const rows = Math.ceil(reach / stepY);
  const columns = Math.ceil(reach / stepX) + 1;
  for (let row = -rows; row <= rows; row += 1) {
    for (let column = -columns; column <= columns; column += 1) {
      // Every second row is shifted, so that no strip between the columns stays clear.
      const x = (column + (row % 2 === 0 ? 0 : 0.5)) * stepX;
      pen.strokeText(words, x, row * stepY);
      pen.fillText(words, x, row * stepY);
    }
  }
  pen.restore();
}
