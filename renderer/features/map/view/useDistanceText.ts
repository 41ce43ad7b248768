import { useTranslation } from 'react-i18next';

const HECTARE_M2 = 10_000;
const SQUARE_KILOMETRE_M2 = 1_000_000;

/** Distances for people: metres below one kilometre, then kilometres. Input in metres. */
export function useDistanceText(): (distanceM: number) => string {
  const { t } = useTranslation();
  return (distanceM) =>
    distanceM < 1000
      ? t('map.metres', { distance: Math.round(distanceM) })
      : t('map.kilometres', { distance: (distanceM / 1000).toFixed(distanceM < 100_000 ? 2 : 0) });
}

/** Areas for people. Input in square metres. */
export function useAreaText(): (areaM2: number) => string {
  const { t } = useTranslation();
  return (areaM2) => {
    if (areaM2 < HECTARE_M2) {
      return t('map.squareMetres', { area: Math.round(areaM2) });
    }
    return areaM2 < SQUARE_KILOMETRE_M2 ? t('map.hectares', { area: (areaM2 / HECTARE_M2).toFixed(2) }) : t('map.squareKilometres', { area: (areaM2 / SQUARE_KILOMETRE_M2).toFixed(2) });
  };
}
