import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Density } from '#protocol/wall/layout.ts';
import type { DrawnContent } from '../model/drawnContent.ts';
import { useWallPicture } from '../picture/useWallPicture.ts';
import styles from './Content.module.css';
import { NotUnderWay } from './EmptyContent.tsx';

type PictureTile = Extract<DrawnContent, { kind: 'picture' }>;

/** An image that was put on the wall, whole and in its shape. */
export function PictureContent({ content, density }: { content: PictureTile; density: Density }) {
  const { t } = useTranslation();
  const picture = useWallPicture(content.pictureId);
  const [broken, setBroken] = useState(false);
  if (picture.kind === 'shown' && !broken) {
    return (
      <>
        <img className={styles.picture} src={picture.url} alt={content.title} draggable={false} onError={() => setBroken(true)} />
        {density === 'full' && content.title !== '' && <p className={styles.caption}>{content.title}</p>}
      </>
    );
  }
  const [title, hint] =
    picture.kind === 'loading'
      ? [t('wallContent.picture.loading'), '']
      : [t('wallContent.picture.failed'), t(picture.kind === 'gone' || broken ? 'wallContent.picture.gone' : 'wallContent.picture.retrying')];
  return <NotUnderWay name={content.title} title={title} hint={hint} />;
}
