export { createUnitBrowser, type UnitBrowser } from './model/createUnitBrowser.ts';
export { UnitCard } from './view/UnitCard.tsx';
export { UnitList } from './view/UnitList.tsx';
export { UnitDragHandle } from './view/UnitDragHandle.tsx';
export { carryUnit, UNIT_DRAG_TYPE } from './model/unitDrag.ts';
