import { Checkbox, Input } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Role } from '#protocol/roles.ts';
import { excludingRole, ROLE_GROUP_NAMES, ROLE_GROUPS } from '../../model/roleGroups.ts';
import styles from '../AdminPage.module.css';

type RolePickerProps = { readonly roles: readonly Role[]; readonly error: string | null; readonly onChange: (roles: Role[]) => void };

/** Every role with what it lets its holder do. One that another forbids says so and cannot be taken. */
export function RolePicker({ roles, error, onChange }: RolePickerProps) {
  const { t } = useTranslation();
  return (
    <Input.Wrapper label={t('people.roles')} size="xs" error={error}>
      <div className={styles.roles}>
        {ROLE_GROUP_NAMES.map((group) => (
          <div key={group} className={styles.group} role="group" aria-label={t(`people.roleGroup.${group}`)}>
            <p className={styles.groupTitle}>{t(`people.roleGroup.${group}`)}</p>
            {ROLE_GROUPS[group].map((role) => {
              const excluding = excludingRole(roles, role);
              return (
                <Checkbox
                  key={role}
                  size="xs"
                  label={t(`roles.${role}`)}
                  description={excluding === null ? t(`people.roleHint.${role}`) : t('people.roleExcluded', { role: t(`roles.${excluding}`) })}
                  checked={roles.includes(role)}
                  disabled={excluding !== null && !roles.includes(role)}
                  onChange={(event) => onChange(event.currentTarget.checked ? [...roles, role] : roles.filter((held) => held !== role))}
                  data-role-name={role}
                />
              );
            })}
          </div>
        ))}
      </div>
    </Input.Wrapper>
  );
}
