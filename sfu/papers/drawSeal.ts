const RED = '#c8161d';
const RING = 2.4;
/** The name takes this much of the ring, degrees. */
const ARC_DEG = 240;
const STAR_POINTS = 5;

/** A round seal as courts have it, around this point: ring, star, the name on an arc; below the star it says that it is a likeness. */
export function drawSeal(page: PDFKit.PDFDocument, { name, x, y, radius }: { readonly name: string; readonly x: number; readonly y: number; readonly radius: number }): void {
  page.save().opacity(0.85);
  page.lineWidth(RING).circle(x, y, radius).stroke(RED);
  page.polygon(...starAround(x, y - radius * 0.04, radius * 0.3)).fill(RED);
  const letters = [...name];
  const size = Math.min(radius * 0.3, (radius * 0.78 * ARC_DEG * Math.PI) / 180 / letters.length);
  page.font('bold').fontSize(size).fillColor(RED);
  letters.forEach((letter, index) => {
    const angleDeg = letters.length === 1 ? 0 : -ARC_DEG / 2 + (ARC_DEG * index) / (letters.length - 1);
    page.save().rotate(angleDeg, { origin: [x, y] });
    page.text(letter, x - page.widthOfString(letter) / 2, y - radius * 0.9, { lineBreak: false });
    page.restore();
  });
  const likeness = '电子印章（样章）';
  page.font('regular').fontSize(radius * 0.13);
  page.text(likeness, x - page.widthOfString(likeness) / 2, y + radius * 0.5, { lineBreak: false });
  page.restore();
}

function starAround(x: number, y: number, radius: number): [number, number][] {
  return Array.from({ length: STAR_POINTS * 2 }, (_, index) => {
    const reach = index % 2 === 0 ? radius : radius * 0.382;
    const angle = (Math.PI * index) / STAR_POINTS - Math.PI / 2;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  });
}
