/** Data type of a unit that is dragged from the list; the value is its id. */
export const UNIT_DRAG_TYPE = 'application/x-hall-unit';
