import { useEffect, useRef } from 'react';

type BytesImageProps = { readonly bytes: Uint8Array<ArrayBuffer>; readonly mimeType: string; readonly alt: string; readonly className?: string | undefined; readonly role: string };

/** A picture that is nowhere but here. */
export function BytesImage({ bytes, mimeType, alt, className, role }: BytesImageProps) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
    if (image.current !== null) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [bytes, mimeType]);
  return <img ref={image} className={className} alt={alt} data-role={role} />;
}
