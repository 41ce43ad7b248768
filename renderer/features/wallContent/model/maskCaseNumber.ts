const SERIAL = /(\d+)(号.*)$/u;

/** A case number as a wall may show it: court, year and kind, of the serial its last two digits: （2026）闽0203执*23号. */
export function maskCaseNumber(caseNumber: string): string {
  return caseNumber.replace(SERIAL, (_whole, serial: string, rest: string) => {
    const kept = serial.length > 2 ? serial.slice(-2) : '';
    return `${'*'.repeat(serial.length - kept.length)}${kept}${rest}`;
  });
}
