import { useTranslation } from 'react-i18next';
import { LAYERS, type LayerChoices, type LayerName } from '../../model/layers/layerChoices.ts';
import styles from './chrome.module.css';

type LayerMenuProps = {
  readonly choices: LayerChoices;
  readonly onChoose: (name: LayerName, shown: boolean) => void;
  readonly onClose: () => void;
};

/** What shows on the map, and what its signs mean. */
export function LayerMenu({ choices, onChoose, onClose }: LayerMenuProps) {
  const { t } = useTranslation();
  return (
    <div
      className={styles.layerMenu}
      role="group"
      aria-label={t('map.layers.title')}
      data-map-layers
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      {LAYERS.map((name, index) => (
        <label key={name}>
          <input type="checkbox" checked={choices[name]} autoFocus={index === 0} onChange={(event) => onChoose(name, event.currentTarget.checked)} />
          {t(`map.layers.${name}`)}
        </label>
      ))}
      <p>{t('map.layers.alwaysShown')}</p>
    </div>
  );
}
