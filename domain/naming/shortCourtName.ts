/**
 * A court as people call it for short: what tells it from its neighbours stays, the city above it and the words that
 * all courts share go. `厦门市思明区人民法院` → `思明区法院`, `厦门市中级人民法院` → `厦门中院`; other names stay whole.
 */
export function shortCourtName(name: string): string {
  const grade = /^(.+?)(?:省|市|地区)?(高|中)级人民法院$/.exec(name);
  if (grade !== null) {
    return `${withoutProvince(grade[1]!)}${grade[2]!}院`;
  }
  const district = /^(.{2,}[区县市旗])人民法院$/.exec(name);
  return district === null ? name : `${withoutCity(withoutProvince(district[1]!))}法院`;
}

function withoutProvince(place: string): string {
  return place.replace(/^.{2,3}?省(?=.)/, '');
}

/** A city's name goes only where a whole place name is left: `沙县区` of `三明市沙县区`, but not the `市` of `福清市`. */
function withoutCity(place: string): string {
  return place.replace(/^.{2,}?市(?=.{2,}[区县市旗]$)/, '');
}
