import { describe, expect, it } from 'vitest';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import type { Role } from '#protocol/roles.ts';
import { panelsOf } from '../../ui/dock/dockLayout.ts';
import { presetLayout } from './layouts/presets.ts';
import { PANEL_IDS, panelsFor } from './panels.tsx';

const panelsOfRole = (...roles: Role[]) => panelsFor(capabilitiesOfPerson(roles, { mustChangePassword: false })).map(({ id }) => id);

describe('the panels of a role', () => {
  it('are those it may use: without the right there is no panel', () => {
    expect(panelsOfRole('dispatcher')).toEqual(expect.arrayContaining(['units', 'map', 'feeds', 'wall', 'roster']));
    expect(panelsOfRole('leader')).not.toContain('wall');
    expect(panelsOfRole('director')).not.toContain('map');
    expect(panelsOfRole('witness')).toEqual([]);
  });

  it('keep their keys: the order is the table’s', () => {
    const offered = panelsOfRole('commander');
    expect(offered).toEqual(PANEL_IDS.filter((id) => offered.includes(id)));
  });

  it('stand in every preset, so that none is out of sight', () => {
    expect(panelsOf(presetLayout('command', 'usual')).toSorted()).toEqual([...PANEL_IDS].toSorted());
  });
});
